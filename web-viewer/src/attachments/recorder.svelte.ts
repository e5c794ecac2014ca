/**
 * A sound note being spoken into this machine's microphone.
 *
 * It ends by a press or after a minute, and is handed over whole; nothing leaves this machine before its sender has
 * heard it and sends it.
 */
import { endStream, inTime } from '../media/in-time';
import { MOST_SOUND_BYTES } from './attachment';
import { followLevel } from './level';

/** A sound note lasts at most. */
export const LONGEST_MS = 60_000;
/** One that is shorter was a slip of the finger. */
const SHORTEST_MS = 300;
const TICK_MS = 100;
const BITS_PER_SECOND = 32_000;
/** What this records as, the first that the browser can: AAC is what every phone plays, Opus what every browser records. */
const KINDS = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

export type RecorderState = 'idle' | 'asking' | 'recording' | RecorderFault;
export type RecorderFault = 'denied' | 'none' | 'taken' | 'failed' | 'too_short';

export class Recorder {
  readonly #onMade: (note: Blob) => void;
  /** Which try this is: what belongs to an earlier one is let go of. */
  #turn = 0;
  #end: ((keep: boolean) => void) | undefined;

  state = $state<RecorderState>('idle');
  elapsedMs = $state(0);
  /** How loud it is at this moment, 0 to 1. */
  level = $state(0);

  /** `onMade` is handed each note, with its bare media type. */
  constructor(onMade: (note: Blob) => void) {
    this.#onMade = onMade;
  }

  async start(): Promise<void> {
    if (this.state === 'asking' || this.state === 'recording') return;
    this.#turn += 1;
    const turn = this.#turn;
    this.state = 'asking';
    try {
      const stream = await inTime(askMicrophone());
      if (turn === this.#turn) this.#record(stream);
      else endStream(stream);
    } catch (error) {
      if (turn === this.#turn) this.state = faultOf(error);
    }
  }

  /** Ends the note, which is handed over. */
  stop(): void {
    this.#end?.(true);
  }

  /** Ends whatever is going on; nothing is kept. */
  cancel(): void {
    this.#turn += 1;
    this.#end?.(false);
    this.state = 'idle';
  }

  #record(stream: MediaStream): void {
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    const parts: Blob[] = [];
    let recorder: MediaRecorder;
    try {
      recorder = new MediaRecorder(stream, {
        ...(kind ? { mimeType: kind } : {}),
        audioBitsPerSecond: BITS_PER_SECOND,
      });
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.start();
    } catch (error) {
      endStream(stream);
      throw error;
    }
    const begun = performance.now();
    this.elapsedMs = 0;
    this.state = 'recording';
    const unfollow = followLevel(stream, (level) => {
      this.level = level;
    });
    const ticking = setInterval(() => {
      this.elapsedMs = Math.min(performance.now() - begun, LONGEST_MS);
      if (this.elapsedMs >= LONGEST_MS) this.stop();
    }, TICK_MS);
    let kept = true;
    const end = (keep: boolean): void => {
      kept = keep;
      if (recorder.state !== 'inactive') recorder.stop();
    };
    recorder.onstop = () => {
      clearInterval(ticking);
      unfollow();
      endStream(stream);
      // The next note may have begun meanwhile.
      if (this.#end === end) this.#end = undefined;
      if (kept) this.#hand(new Blob(parts, { type: bare(recorder.mimeType || kind || '') }), performance.now() - begun);
    };
    // A microphone that is taken away ends the note; what was said is kept.
    recorder.onerror = () => this.stop();
    this.#end = end;
  }

  #hand(note: Blob, lasted: number): void {
    if (lasted < SHORTEST_MS) this.state = 'too_short';
    else if (note.size === 0 || note.size > MOST_SOUND_BYTES) this.state = 'failed';
    else {
      this.state = 'idle';
      this.#onMade(note);
    }
  }
}

function askMicrophone(): Promise<MediaStream> {
  if (!navigator.mediaDevices || typeof MediaRecorder === 'undefined')
    return Promise.reject(new DOMException('No microphone here.', 'NotFoundError'));
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return navigator.mediaDevices.getUserMedia({ audio });
}

function faultOf(error: unknown): RecorderFault {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'TimeoutError':
      return 'denied';
    case 'NotFoundError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'taken';
    default:
      return 'failed';
  }
}

/** A media type without what stands behind it. */
function bare(mediaType: string): string {
  return mediaType.split(';')[0]?.trim() ?? '';
}
