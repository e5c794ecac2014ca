/**
 * This machine's camera on its way to the hall: a phone's with its microphone, a desk's without.
 *
 * One press asks the browser for it and publishes it; the next one ends it. Without a microphone the picture goes
 * alone. The line restores itself; what is lost here is the camera itself, which another app may take.
 */
import { endStream, inTime } from './in-time';
import type { Obstacle } from './obstacle';
import type { LineState, Publishing } from './whip';

export type CameraState =
  | { is: 'off' }
  /** The browser is asked for the camera. */
  | { is: 'asking' }
  | { is: 'on'; line: Exclude<LineState, 'ended'>; obstacle: Obstacle | null }
  | { is: 'failed'; why: CameraFault; error?: unknown };

export type CameraFault = 'denied' | 'none' | 'taken' | 'no_answer' | 'hall';

/** What is filmed with. */
export interface CameraOptions {
  /** Whether sound goes with the picture. */
  microphone: boolean;
  /** Which of several cameras is meant: the one that looks away from who holds it, or at them. */
  facing: Facing;
}

type Facing = 'environment' | 'user';

export class Camera {
  readonly #source: string;
  readonly #token: string;
  readonly #microphone: boolean;
  #publishing: Publishing | undefined;
  #loading: Promise<typeof import('./whip')> | undefined;
  #needed = true;
  #turn = 0;
  #facing: Facing;

  state = $state.raw<CameraState>({ is: 'off' });
  /** What the camera sees, for the own eyes. */
  stream = $state.raw<MediaStream | null>(null);
  muted = $state(false);
  /** Whether there is a microphone. */
  heard = $state(false);
  /** When the hall first had the picture, in milliseconds on this page's clock. */
  since = $state<number | null>(null);

  /** The camera of a unit, or of a town's desk, by whose id the hall knows its stream. */
  constructor(source: string, token: string, { microphone, facing }: CameraOptions) {
    this.#source = source;
    this.#token = token;
    this.#microphone = microphone;
    this.#facing = facing;
    // It is here before it is wanted, and is fetched again then if it did not come.
    void this.#publisher().catch(() => {});
  }

  get on(): boolean {
    return this.state.is === 'asking' || this.state.is === 'on';
  }

  /** On if it is off, off if it is on. */
  toggle(): void {
    if (this.on) this.stop();
    else void this.start();
  }

  async start(): Promise<void> {
    if (this.on) return;
    const turn = ++this.#turn;
    this.state = { is: 'asking' };
    try {
      const stream = await this.#ask();
      if (turn !== this.#turn) return endStream(stream);
      this.#show(stream);
      this.state = { is: 'on', line: 'connecting', obstacle: null };
      const { publish } = await this.#publisher();
      if (turn !== this.#turn) return;
      const publishing = await publish(this.#source, this.#token, stream);
      if (turn !== this.#turn) return void publishing.stop();
      this.#publishing = publishing;
      // The camera may have been changed while the hall was asked.
      const [video] = stream.getVideoTracks();
      if (video) void publishing.replaceVideo(video);
      void publishing.need(this.#needed);
      publishing.onState((line) => {
        if (turn === this.#turn) this.#lineIs(line, publishing);
      });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#off();
      this.state = { is: 'failed', why: faultOf(error), error };
    }
  }

  stop(): void {
    this.#off();
    this.state = { is: 'off' };
  }

  /** To the other camera of the phone. */
  async flip(): Promise<void> {
    const turn = this.#turn;
    const { stream } = this;
    if (!stream) return;
    this.#facing = this.#facing === 'environment' ? 'user' : 'environment';
    // Most phones open one camera at a time: the old one goes first.
    const [old] = stream.getVideoTracks();
    old?.stop();
    try {
      const fresh = await navigator.mediaDevices.getUserMedia({ video: this.#videoWanted() });
      if (turn !== this.#turn) return endStream(fresh);
      const [track] = fresh.getVideoTracks();
      if (!track) return;
      if (old) stream.removeTrack(old);
      stream.addTrack(track);
      this.#guard(track);
      await this.#publishing?.replaceVideo(track);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#off();
      this.state = { is: 'failed', why: faultOf(error), error };
    }
  }

  /** Whether anybody needs the picture; while nobody does, it is not encoded. */
  need(needed: boolean): void {
    this.#needed = needed;
    void this.#publishing?.need(needed);
  }

  mute(muted: boolean): void {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  async #ask(): Promise<MediaStream> {
    if (!navigator.mediaDevices) throw new DOMException('No camera here.', 'NotFoundError');
    const video = this.#videoWanted();
    const audio = this.#microphone && { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const asked = navigator.mediaDevices.getUserMedia({ video, audio }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotFoundError')
        return navigator.mediaDevices.getUserMedia({ video });
      throw error;
    });
    return inTime(asked);
  }

  /** What publishes, which the page can do without until it is looked at. */
  #publisher(): Promise<typeof import('./whip')> {
    this.#loading ??= import('./whip').catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  #videoWanted(): MediaTrackConstraints {
    return {
      facingMode: { ideal: this.#facing },
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 25, max: 30 },
    };
  }

  #show(stream: MediaStream): void {
    this.stream = stream;
    this.heard = stream.getAudioTracks().length > 0;
    this.muted = false;
    for (const track of stream.getVideoTracks()) this.#guard(track);
  }

  /** Another app took the camera, or the system did. */
  #guard(track: MediaStreamTrack): void {
    const turn = this.#turn;
    track.onended = () => {
      if (turn !== this.#turn || !this.stream?.getTracks().includes(track)) return;
      this.#off();
      this.state = { is: 'failed', why: 'taken' };
    };
  }

  #lineIs(line: LineState, { fault, obstacle }: Publishing): void {
    if (line === 'ended') {
      this.#off();
      this.state = { is: 'failed', why: 'hall', error: fault };
      return;
    }
    if (line === 'live') this.since ??= performance.now();
    this.state = { is: 'on', line, obstacle };
  }

  #off(): void {
    this.#turn += 1;
    void this.#publishing?.stop();
    this.#publishing = undefined;
    if (this.stream) endStream(this.stream);
    this.stream = null;
    this.heard = false;
    this.since = null;
  }
}

function faultOf(error: unknown): CameraFault {
  if (!(error instanceof DOMException)) return 'hall';
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'taken';
    case 'TimeoutError':
      return 'no_answer';
    default:
      return 'hall';
  }
}
