/**
 * Talk at this seat or on this phone: what the hall says of the line, and whether one's own voice is out.
 *
 * It holds no rules: whoever presses asks, the hall grants. The microphone is out while one presses and has not been told
 * to wait, so that no time is lost between the hall's yes and the first word.
 */
import type { LineState } from '../media/line';
import type { CallWith } from '../protocol/CallWith';
import type { TalkGroup } from '../protocol/TalkGroup';
import type { TalkView } from '../protocol/TalkView';
import { isOut } from './out';
import type { Voice } from './voice';

/** What a line can tell the hall. */
export type TalkWord = { type: 'press'; group: TalkGroup } | { type: 'call'; with: CallWith } | { type: 'release' };

export type SoundState = 'off' | 'asking' | LineState;

export interface TalkOptions {
  token: string;
  /** How many voices can be heard at once. */
  ears: number;
  /** Tells the hall; whether it went out. */
  tell: (word: TalkWord) => boolean;
}

export class Talk {
  readonly #options: TalkOptions;
  #voice: Voice | undefined;
  #microphone: MediaStreamTrack | undefined;
  #turn = 0;
  /** As `pressed`, for what goes from the screen: to that, Svelte shows a state as it was before the change that ends it. */
  #held = false;

  /** What the hall says of the line; null if this one has none. */
  view = $state.raw<TalkView | null>(null);
  sound = $state<SoundState>('off');
  /** Whether there is a microphone. */
  canSpeak = $state(false);
  /** Whether the key is held. */
  pressed = $state(false);
  /** Whether somebody who is called speaks as well. */
  answered = $state(false);

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  get open(): boolean {
    return this.sound !== 'off';
  }

  /** What the hall says. */
  heard(view: TalkView): void {
    this.view = view;
    // A call takes the place of what was pressed; to let go of that now would end the call.
    if (view.own.state === 'in_call') this.#hold(false);
    else this.answered = false;
    this.#set();
  }

  /** The socket is gone, and the line with it. */
  lost(): void {
    this.view = null;
    this.#hold(false);
    this.#set();
  }

  /** Opens the sound; to be called by a click, so that the browser lets it be heard. */
  async start(): Promise<void> {
    if (this.open) return;
    const turn = ++this.#turn;
    this.sound = 'asking';
    try {
      // Fetched when it is wanted: a page that never talks starts without it.
      const { askMicrophone, openVoice } = await import('./voice');
      const microphone = await askMicrophone();
      if (turn !== this.#turn) return microphone?.stop();
      this.#microphone = microphone;
      this.canSpeak = microphone !== undefined;
      const { token, ears } = this.#options;
      const voice = await openVoice(() => this.view?.line, token, ears, microphone);
      if (turn !== this.#turn) return voice.stop();
      this.#voice = voice;
      voice.onState((state) => {
        if (turn !== this.#turn) return;
        this.sound = state;
        this.#set();
      });
    } catch {
      if (turn === this.#turn) this.stop();
    }
  }

  stop(): void {
    this.release();
    this.#turn += 1;
    this.#voice?.stop();
    this.#voice = undefined;
    this.#microphone?.stop();
    this.#microphone = undefined;
    this.canSpeak = false;
    this.sound = 'off';
  }

  press(group: TalkGroup): void {
    if (this.#held || this.sound !== 'live' || !this.canSpeak) return;
    this.#hold(this.#options.tell({ type: 'press', group }));
    this.#set();
  }

  /** Lets go of the key. */
  release(): void {
    if (!this.#held) return;
    this.#hold(false);
    this.#options.tell({ type: 'release' });
    this.#set();
  }

  /** A leader talks with somebody, both ways at once. */
  call(whom: CallWith): void {
    if (this.sound !== 'live' || !this.canSpeak) return;
    // It takes the place of what is pressed at once: to let go of that before the hall has answered would end the call.
    if (this.#options.tell({ type: 'call', with: whom })) this.#hold(false);
    this.#set();
  }

  hangUp(): void {
    this.#options.tell({ type: 'release' });
  }

  /** Whoever is called speaks as well, or no more. */
  answer(): void {
    this.answered = !this.answered;
    this.#set();
  }

  #hold(held: boolean): void {
    this.#held = held;
    this.pressed = held;
  }

  #set(): void {
    this.#voice?.speak(isOut(this.view?.own ?? null, this.pressed, this.answered));
  }
}
