/**
 * One seat: the board as it comes in, the hall's clock, and what is chosen on the screen.
 *
 * Screens read it and call it; they share nothing else. The board is published at most four times a second while
 * units only move or forecasts only change, at once for everything else.
 */
import { createContext } from 'svelte';
import { type Board, emptyBoard, givesOrders } from '../board/board';
import { forget } from '../board/forget';
import { EVERY_KIND, type Kinds } from '../board/kinds';
import { type News, news } from '../board/news';
import { reduce } from '../board/reduce';
import { Closures } from '../closures/closures.svelte';
import { Dispatching } from '../dispatch/dispatching.svelte';
import { holdsDrills } from '../drill/holds-drills';
import { HallClock } from '../hall/clock';
import { Hall } from '../hall/http';
import { type Session, stillSignedIn } from '../hall/session';
import { HallSocket, type LinkState } from '../hall/socket';
import { Said } from '../look/said.svelte';
import { Camera } from '../media/camera.svelte';
import { OwnPicture } from '../media/own-picture.svelte';
import { Wall } from '../media/wall';
import { PromiseShown } from '../promise/promise-shown.svelte';
import type { LatLon } from '../protocol/LatLon';
import type { ToViewer } from '../protocol/ToViewer';
import type { ViewerToHall } from '../protocol/ViewerToHall';
import { ReachShown } from '../reach/reach-shown.svelte';
import { Signalling } from '../sound/signalling.svelte';
import { Talk } from '../talk/talk.svelte';
import { Pointing } from './pointing.svelte';

/** What the drawer beside the map shows. */
export type Drawer =
  | { is: 'closed' }
  | { is: 'order'; id: string }
  | { is: 'incident'; id: string }
  /** The order form, filled in beforehand. */
  | { is: 'order_form'; incident?: string; unit?: string }
  /** The incident form, to edit an incident if one is named. */
  | { is: 'incident_form'; edit?: string };

/** The lists with the map, the wall of pictures, the rehearsals, the reports, or the people's phones. */
export type Page = 'map' | 'wall' | 'drill' | 'report' | 'phones';

const MOVES_MS = 250;
/** What comes so often that it waits for what comes with it. */
const OFTEN: ReadonlySet<ToViewer['type']> = new Set(['units_moved', 'forecasts', 'promise_map']);
const FORGET_EVERY_MS = 60_000;
/** Things said that stay on the screen at once. */
const SAID = 4;
const SAID_MS = 8_000;
/** Voices that a seat hears at once. */
const EARS = 4;
/** Pictures beside the lists: the unit looked at, one that calls for help, with as many resting. */
const SLOTS = 4;
/** Where this browser keeps whether numbers are shown. */
const NUMBERS_KEY = 'yike.numbers';

export class Seat {
  readonly clock = new HallClock();
  readonly hall: Hall;
  readonly session: Session;
  readonly dispatching: Dispatching;
  readonly promise: PromiseShown;
  readonly reach = new ReachShown();
  readonly closures: Closures;
  readonly signalling = new Signalling();
  readonly talk: Talk;
  /** The camera of a town's desk, which shows the picture only: sound goes by talk. */
  readonly camera: Camera | null;
  /** What the hall says of its picture. */
  readonly ownPicture = new OwnPicture();
  readonly said = new Said<News>(SAID, SAID_MS);
  /** The pictures beside the lists. */
  readonly pictures: Wall;
  readonly #walls = new Set<Wall>();
  readonly #socket: HallSocket<ToViewer, ViewerToHall>;
  readonly #stopTicking: () => void;
  #latest: Board = emptyBoard;
  #publishing: ReturnType<typeof setTimeout> | undefined;
  #forgotAt = 0;

  board = $state.raw<Board>(emptyBoard);
  link = $state.raw<LinkState>({ is: 'connecting' });
  /** The hall's clock, once a second. */
  now = $state(Date.now());
  /** Whether the pictures of this seat are heard as well. */
  sound = $state(false);
  /** Whether pictures show what is measured of them. */
  numbers = $state(localStorage.getItem(NUMBERS_KEY) === 'shown');
  /** The town whose desk's picture is looked at. */
  desk = $state<string | null>(null);
  /** The unit that is looked at. */
  unit = $state<string | null>(null);
  drawer = $state.raw<Drawer>({ is: 'closed' });
  /** The kinds that lists and map are bound to. */
  kinds = $state.raw<Kinds>(EVERY_KIND);
  /** What fills the screen. */
  page = $state<Page>('map');
  /** Whether the hall holds rehearsals. */
  rehearses = $state(false);
  /** Who wants a place by a click on the map. */
  readonly pointing = new Pointing();
  /** Sends the nth best unit to the incident that is open, if it still wants one. */
  dispatch = $state.raw<((nth: number) => void) | null>(null);
  /** The middle of the map. */
  centre = $state.raw<LatLon | null>(null);
  /** Where the map is asked to go. */
  lookAt = $state.raw<LatLon | null>(null);
  /** Whether the list of keys is shown. */
  help = $state(false);
  /** Whether this seat may change anything. */
  readonly commands: boolean;

  /** `signedOut` is called when the hall ends the session. */
  constructor(session: Session, signedOut: () => void) {
    this.session = session;
    this.commands = givesOrders(session.who);
    this.hall = new Hall(session.token, signedOut);
    this.dispatching = new Dispatching(
      this.hall,
      () => this.clock.now(),
      (order) => this.learnt({ type: 'order_changed', order }),
    );
    this.promise = new PromiseShown(this.hall, () => this.board.promiseMap);
    this.closures = new Closures(this.hall);
    this.talk = new Talk({ token: session.token, ears: EARS, tell: (word) => this.#socket.send(word) });
    const { who, token } = session;
    this.camera = who.role === 'town_desk' ? new Camera(who.town, token, { microphone: false, facing: 'user' }) : null;
    this.#socket = new HallSocket<ToViewer, ViewerToHall>({
      path: '/ws/viewer',
      token: session.token,
      clock: this.clock,
      onMessage: (message) => this.#heard(message),
      onState: (state) => {
        this.link = state;
        if (state.is !== 'open') {
          this.talk.lost();
          if (this.#latest.speaking.size > 0) this.#heard({ type: 'speaking', units: [], desks: [] });
          // The hall tells a new socket anew; until then the picture is sent.
          this.ownPicture.lost();
          this.camera?.need(true);
        }
        if (state.is === 'ended' && state.because === 'signed_out') signedOut();
      },
      stillSignedIn: () => stillSignedIn(session.token),
    });
    this.pictures = this.wall(SLOTS);
    this.#stopTicking = this.clock.everySecond((now) => {
      this.now = now;
      if (now - this.#forgotAt > FORGET_EVERY_MS) this.#forget(now);
    });
  }

  /** The place that the form on top speaks of. */
  get draft(): LatLon | null {
    return this.pointing.first?.place ?? null;
  }

  /** A wall of so many slots, until `takeDown`. */
  wall(slots: number): Wall {
    const wall = new Wall({ slots, token: this.session.token, send: (message) => this.#socket.send(message) });
    this.#walls.add(wall);
    return wall;
  }

  takeDown(wall: Wall): void {
    this.#walls.delete(wall);
    wall.close();
  }

  showNumbers(shown: boolean): void {
    this.numbers = shown;
    localStorage.setItem(NUMBERS_KEY, shown ? 'shown' : 'hidden');
  }

  close(): void {
    this.talk.stop();
    this.camera?.stop();
    for (const wall of this.#walls) wall.close();
    this.#socket.close();
    this.#stopTicking();
    this.signalling.close();
    clearTimeout(this.#publishing);
  }

  /** Tells the hall that this desk has the order. */
  received(order: string): boolean {
    return this.#socket.send({ type: 'order_received', order });
  }

  chooseUnit(id: string, go = true): void {
    this.unit = id;
    const position = this.board.units.get(id)?.position;
    if (go && position) this.lookAt = { lat: position.lat, lon: position.lon };
  }

  chooseOrder(id: string): void {
    this.#open({ is: 'order', id });
    this.lookAt = this.board.orders.get(id)?.place ?? this.lookAt;
  }

  chooseIncident(id: string): void {
    this.#open({ is: 'incident', id });
    this.lookAt = this.board.incidents.get(id)?.place ?? this.lookAt;
  }

  newOrder(from: { incident?: string; unit?: string } = {}): void {
    this.#open({ is: 'order_form', ...from });
    const incident = from.incident && this.board.incidents.get(from.incident);
    if (incident) this.lookAt = incident.place;
  }

  newIncident(): void {
    this.#open({ is: 'incident_form' });
  }

  editIncident(id: string): void {
    this.#open({ is: 'incident_form', edit: id });
  }

  closeDrawer(): void {
    this.#open({ is: 'closed' });
  }

  /** Takes in something the hall answered over HTTP, in case the socket is slower. */
  learnt(message: ToViewer): void {
    const known = message.type === 'order_changed' && this.#latest.orders.has(message.order.id);
    if (!known) this.#heard(message);
  }

  #open(drawer: Drawer): void {
    this.page = 'map';
    this.drawer = drawer;
  }

  #greeted(hallTime: string): void {
    this.clock.told(hallTime);
    this.ownPicture.greeted();
    for (const wall of this.#walls) wall.sayAgain();
    void this.closures.ask();
    void holdsDrills(this.hall).then((holds) => {
      this.rehearses = holds;
    });
  }

  #heard(message: ToViewer): void {
    if (message.type === 'talk') {
      this.talk.heard(message.talk);
      return;
    }
    if (message.type === 'undecodable') {
      for (const wall of this.#walls) wall.heard(message);
      return;
    }
    if (message.type === 'camera_needed') {
      this.ownPicture.needed = message.needed;
      this.camera?.need(message.needed);
      return;
    }
    if (message.type === 'watched_by') {
      this.ownPicture.watchers = message.watchers;
      return;
    }
    if (message.type === 'board') this.#greeted(message.hall_time);
    if (message.type === 'closures_changed') this.closures.told(message.closures);
    for (const each of news(this.#latest, message)) this.said.say(each);
    this.#latest = reduce(this.#latest, message);
    if (message.type === 'board') this.#latest = forget(this.#latest, this.clock.now());
    if (OFTEN.has(message.type)) {
      this.#publishing ??= setTimeout(() => this.#publish(), MOVES_MS);
    } else {
      this.#publish();
    }
  }

  #forget(now: number): void {
    this.#forgotAt = now;
    const kept = forget(this.#latest, now);
    if (kept === this.#latest) return;
    this.#latest = kept;
    this.#publish();
  }

  #publish(): void {
    clearTimeout(this.#publishing);
    this.#publishing = undefined;
    this.board = this.#latest;
    this.signalling.hear(this.#latest);
  }
}

/** The seat of the screen one is in. */
export const [seatHere, setSeat] = createContext<Seat>();
