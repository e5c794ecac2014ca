/**
 * The officer's phone as this page plays it: the socket, the outbox, the unit's orders, its position.
 *
 * It holds no rules. What the hall says is kept and shown; what the officer does becomes an entry of the outbox, shown
 * as waiting until the hall answers. Whether a unit has arrived is decided from its fixes in the hall.
 */
import { createContext } from 'svelte';
import type { KeptFile } from '../attachments/attachment';
import { HallClock } from '../hall/clock';
import { Hall } from '../hall/http';
import { Ids } from '../hall/ids';
import { type Session, stillSignedIn } from '../hall/session';
import { HallSocket, type LinkState } from '../hall/socket';
import { Said } from '../look/said.svelte';
import { OwnPicture } from '../media/own-picture.svelte';
import type { Answer } from '../protocol/Answer';
import type { Entry } from '../protocol/Entry';
import type { LatLon } from '../protocol/LatLon';
import type { OrderView } from '../protocol/OrderView';
import type { TalkView } from '../protocol/TalkView';
import type { ToHall } from '../protocol/ToHall';
import type { ToUnit } from '../protocol/ToUnit';
import { followBattery } from './battery';
import { CameraRequest } from './camera-request.svelte';
import { conditionOf, permissionsHere } from './condition';
import { Drafts } from './drafts.svelte';
import { assignmentOf, entry, fixOf, type Told } from './entries';
import { FileBox } from './file-box';
import { Keep } from './keep';
import { Outbox } from './outbox';
import { followPosition, type GpsFault } from './positions';
import { ownPart, type ShownOrder, shownOrders } from './shown';
import { keepWaysOf } from './ways';

const VERSION = 1;
const APP = 'yike-field-page/0.1.0';
/** Things said that stay on the screen at once. */
const SAID = 3;
const SAID_MS = 12_000;

/** Where the phone is, and when that was measured by the hall's clock. */
export interface Here extends LatLon {
  accuracyM: number;
  takenAt: number;
}

/** Something to tell the officer. */
export type News =
  | { is: 'refused'; what: Entry['told']; code: string; message: string }
  | { is: 'ended'; how: 'closed' | 'cancelled' | 'expired' | 'withdrawn' | 'gone'; place: OrderView['place'] }
  | { is: 'file_refused'; fault: unknown }
  | { is: 'files_full' }
  | { is: 'box_full' }
  | { is: 'not_kept' };

export class Phone {
  readonly clock = new HallClock();
  /** Who is signed in. */
  readonly person: string;
  readonly unit: string;
  readonly hall: Hall;
  readonly drafts = new Drafts();
  readonly said = new Said<News>(SAID, SAID_MS);
  readonly #ids = new Ids();
  readonly #outbox: Outbox;
  readonly #keep: Keep;
  readonly #files: FileBox;
  readonly #socket: HallSocket<ToUnit, ToHall>;
  readonly #stops: (() => void)[];
  readonly #received = new Set<string>();
  #stopFollowing: (() => void) | undefined;
  #welcomed = false;
  #takeUpDuty: boolean;

  link = $state.raw<LinkState>({ is: 'connecting' });
  /** What people call the unit; empty until the hall says it. */
  name = $state('');
  /** Where the officer calls the hall, if the hall has named a number. */
  telephone = $state<string>();
  /** What the hall says of the phone's line to talk; null while there is none. */
  talk = $state.raw<TalkView | null>(null);
  /** The town it belongs to; null until the hall says it. */
  town = $state<string | null>(null);
  /** Whether the hall holds the unit on duty; null until it says so. */
  onDutyInHall = $state<boolean | null>(null);
  orders = $state.raw<ReadonlyMap<string, OrderView>>(new Map());
  /** What the hall has not answered, oldest first. */
  waiting = $state.raw<readonly Entry[]>([]);
  /** What the hall took of orders whose new word is still on the way. */
  settling = $state.raw<readonly Entry[]>([]);
  filesWaiting = $state(0);
  here = $state.raw<Here | null>(null);
  gpsFault = $state<GpsFault | null>(null);
  battery = $state<number | null>(null);
  /** Whether the hall holds a call for help of this phone open. */
  sosInHall = $state(false);
  /** What the hall says of the camera's picture. */
  readonly ownPicture = new OwnPicture();
  /** Who asks for it. */
  readonly cameraRequest = new CameraRequest((word) => this.say(word));
  /** The hall's clock, once a second. */
  now = $state(Date.now());

  /** Whether a call for help is open, whether the hall has heard of it or not. */
  readonly sos: boolean = $derived.by(() => this.sosInHall || this.waiting.some(({ told }) => told === 'sos'));
  /** Whether the unit is on duty, as far as the officer asked; whoever calls for help is. */
  readonly onDuty: boolean | null = $derived.by(() => {
    if (this.sos) return true;
    const asked = this.waiting.findLast(({ told }) => told === 'go_on_duty' || told === 'go_off_duty');
    return asked ? asked.told === 'go_on_duty' : this.onDutyInHall;
  });
  /** How much the officer did or wrote that the hall does not know yet. */
  readonly owed: number = $derived.by(
    () => this.waiting.filter(({ told }) => told !== 'fix').length + this.filesWaiting,
  );
  readonly shown: readonly ShownOrder[] = $derived.by(() =>
    shownOrders(this.orders.values(), this.unit, this.waiting, this.settling),
  );

  /**
   * Opens the phone of the signed-in officer's unit. `takeUpDuty`: whoever has just signed in begins to work.
   * `signedOut` is called when the hall ends the session.
   */
  static async open(session: Session, unit: string, takeUpDuty: boolean, signedOut: () => void): Promise<Phone> {
    let told = false;
    let notKept = () => {
      told = true;
    };
    const keep = await Keep.open(unit, () => notKept());
    const [entries, files] = await Promise.all([keep.entries(), keep.files()]);
    const phone = new Phone(session, unit, takeUpDuty, signedOut, keep, entries, files);
    let once = false;
    notKept = () => {
      if (!once) phone.said.say({ is: 'not_kept' });
      once = true;
    };
    if (told) notKept();
    return phone;
  }

  private constructor(
    session: Session,
    unit: string,
    takeUpDuty: boolean,
    signedOut: () => void,
    keep: Keep,
    entries: readonly Entry[],
    files: readonly KeptFile[],
  ) {
    this.unit = unit;
    this.person = session.who.person;
    this.#takeUpDuty = takeUpDuty;
    this.hall = new Hall(session.token, signedOut);
    this.#keep = keep;
    this.#outbox = new Outbox(keep, entries);
    this.waiting = this.#outbox.entries;
    this.#files = new FileBox(
      {
        put: async (file) => (await import('../hall/upload')).upload(this.hall, file),
        keeper: keep,
        onCount: (waiting) => {
          this.filesWaiting = waiting;
        },
        onRefused: (fault) => this.said.say({ is: 'file_refused', fault }),
      },
      files,
    );
    this.#socket = new HallSocket<ToUnit, ToHall>({
      path: '/ws/unit',
      token: session.token,
      clock: this.clock,
      onOpen: () => this.#socket.send({ type: 'hello', version: VERSION, app: APP }),
      onMessage: (message) => this.#heard(message),
      onState: (state) => this.#linkIs(state, signedOut),
      stillSignedIn: () => stillSignedIn(session.token),
    });
    this.#stops = [
      followBattery((percent) => {
        this.battery = percent;
      }),
      this.clock.everySecond((now) => {
        this.now = now;
      }),
    ];
  }

  close(): void {
    this.#socket.close();
    for (const stop of this.#stops) stop();
    this.#stopFollowing?.();
    this.#files.close();
    this.#keep.close();
  }

  /** Puts something into the outbox, from where it goes to the hall. */
  tell(told: Told): boolean {
    const now = this.clock.now();
    const taken = this.#outbox.add(entry(this.#ids.next(now), now, this.clock.errorMs, told));
    if (!taken && told.told !== 'fix') this.said.say({ is: 'box_full' });
    this.#boxChanged();
    this.#send();
    return taken;
  }

  /** Sends a file after what names it; false if too many wait. */
  sendFile(file: KeptFile): boolean {
    const taken = this.#files.add(file);
    if (!taken) this.said.say({ is: 'files_full' });
    return taken;
  }

  /** The bytes of a file that the hall does not have yet. */
  fileWaiting(sha256: string): Blob | undefined {
    return this.filesWaiting > 0 ? this.#files.find(sha256) : undefined;
  }

  /** Tells the hall at once or not at all: a word to talk is worth nothing later. */
  say(word: ToHall): boolean {
    return this.#socket.send(word);
  }

  #linkIs(state: LinkState, signedOut: () => void): void {
    this.link = state;
    if (state.is !== 'open') {
      this.#welcomed = false;
      this.talk = null;
      this.ownPicture.lost();
      this.#outbox.lostLink();
    }
    if (state.is !== 'ended') return;
    this.#follow(false);
    if (state.because === 'signed_out') signedOut();
  }

  #heard(message: ToUnit): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'orders':
        this.#ordersAre(message.orders.map(({ view }) => view));
        break;
      case 'order_changed':
        this.#orderIs(message.order.view);
        break;
      case 'duty_changed':
        this.onDutyInHall = message.on_duty;
        if (!message.on_duty) this.cameraRequest.told();
        this.#follow(this.onDuty === true);
        break;
      case 'sos_changed':
        this.sosInHall = message.open;
        break;
      case 'talk':
        this.talk = message.talk;
        break;
      case 'camera_needed':
        this.ownPicture.needed = message.needed;
        break;
      case 'watched_by':
        this.ownPicture.watchers = message.watchers;
        break;
      case 'camera_asked':
        this.cameraRequest.told(message.asked);
        break;
      case 'probe':
        void this.#probed(message.id);
        break;
      case 'answers':
        for (const answer of message.answers) this.#answered(answer);
        this.#boxChanged();
        this.#send();
        break;
      case 'bye':
        if (message.reason === 'malformed') this.#unreadable();
        break;
    }
  }

  #welcome({ unit, on_duty, sos, camera_asked, hall_time, telephone }: Extract<ToUnit, { type: 'welcome' }>): void {
    this.clock.told(hall_time);
    this.name = unit.name;
    this.telephone = telephone;
    this.town = unit.town;
    this.onDutyInHall = on_duty;
    this.sosInHall = sos;
    this.#welcomed = true;
    this.ownPicture.greeted();
    this.cameraRequest.told(camera_asked);
    if (this.#takeUpDuty && !this.onDuty) this.tell({ told: 'go_on_duty' });
    this.#takeUpDuty = false;
    this.#follow(this.onDuty === true);
    this.#files.retry();
    this.#send();
  }

  /** Answers a test of the hall, without a word to the officer; off duty the phone says nothing of itself. */
  async #probed(id: number): Promise<void> {
    if (!this.onDuty) return;
    const permissions = await permissionsHere();
    if (!this.onDuty) return;
    const condition = conditionOf(permissions, this.battery, this.here?.takenAt ?? null, this.clock.now());
    this.#socket.send({ type: 'probed', id, condition });
  }

  #ordersAre(orders: OrderView[]): void {
    this.settling = [];
    const named = new Set(orders.map(({ id }) => id));
    for (const gone of this.orders.values()) {
      if (!named.has(gone.id) && ownPart(gone, this.unit))
        this.said.say({ is: 'ended', how: 'gone', place: gone.place });
    }
    this.orders = new Map(orders.map((order) => [order.id, order]));
    keepWaysOf(named);
    this.#receive();
  }

  #orderIs(order: OrderView): void {
    const before = this.orders.get(order.id);
    this.settling = this.settling.filter((each) => !('order' in each) || each.order !== order.id);
    const orders = new Map(this.orders);
    if (order.status === 'open') orders.set(order.id, order);
    else orders.delete(order.id);
    this.orders = orders;
    if (order.status !== 'open') keepWaysOf(orders.keys());
    this.#sayEnd(before, order);
    this.#receive();
  }

  #sayEnd(before: OrderView | undefined, order: OrderView): void {
    if (!before || !ownPart(before, this.unit)) return;
    if (order.status !== 'open') this.said.say({ is: 'ended', how: order.status, place: order.place });
    else if (order.assignments.findLast(({ unit }) => unit === this.unit)?.state === 'withdrawn') {
      this.said.say({ is: 'ended', how: 'withdrawn', place: order.place });
    }
  }

  /** Tells the hall which orders this phone has, once each. */
  #receive(): void {
    for (const { own, order, state } of this.shown) {
      if (state !== 'offered' || this.#received.has(own.id)) continue;
      this.#received.add(own.id);
      this.tell({ told: 'received', order: order.id, assignment: own.id });
    }
  }

  #answered({ id, outcome }: Answer): void {
    const answered = this.#outbox.answered(id);
    if (!answered) return;
    const { told } = answered;
    if (outcome.outcome === 'refused') {
      if (told !== 'fix' && told !== 'received' && told !== 'messages_read' && outcome.code !== 'already_so') {
        this.said.say({ is: 'refused', what: told, code: outcome.code, message: outcome.message });
      }
    } else if (told === 'sos') {
      this.sosInHall = true;
    } else if (told === 'go_on_duty' || told === 'go_off_duty') {
      this.onDutyInHall = told === 'go_on_duty';
    } else if (assignmentOf(answered) && told !== 'reported' && told !== 'arrived') {
      this.settling = [...this.settling, answered];
    }
  }

  #unreadable(): void {
    const bad = this.#outbox.unreadable();
    if (bad) this.said.say({ is: 'refused', what: bad.told, code: 'malformed', message: '' });
    this.#boxChanged();
  }

  #boxChanged(): void {
    this.waiting = this.#outbox.entries;
    if (this.onDuty !== null) this.#follow(this.onDuty);
  }

  #send(): void {
    if (!this.#welcomed) return;
    for (let entries = this.#outbox.nextBatch(); entries.length > 0; entries = this.#outbox.nextBatch()) {
      this.#socket.send({ type: 'submit', entries });
    }
  }

  #follow(follow: boolean): void {
    if (follow === (this.#stopFollowing !== undefined)) return;
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
    this.here = null;
    this.gpsFault = null;
    if (!follow) return;
    this.#stopFollowing = followPosition(
      (at) => this.#measured(at),
      (fault) => {
        this.gpsFault = fault;
      },
    );
  }

  #measured({ coords, timestamp }: GeolocationPosition): void {
    const age = Math.min(Math.max(0, Date.now() - timestamp), 60_000);
    const takenAt = this.clock.now() - age;
    this.gpsFault = null;
    this.here = { lat: coords.latitude, lon: coords.longitude, accuracyM: coords.accuracy, takenAt };
    this.tell({ told: 'fix', fix: fixOf(coords, this.battery, takenAt, this.clock.errorMs) });
  }
}

/** The phone of the screen one is in. */
export const [phoneHere, setPhone] = createContext<Phone>();
