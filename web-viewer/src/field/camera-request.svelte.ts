/**
 * Who in the hall asks for the camera.
 *
 * It is the officer's to switch on. A no is told to the socket alone, since it is of the moment: a hall that still asks on
 * the next line is told again.
 */
import type { CameraAsked } from '../protocol/CameraAsked';
import type { ToHall } from '../protocol/ToHall';

export class CameraRequest {
  /** Who asks; null if nobody does, or the officer has said no. */
  asked = $state.raw<CameraAsked | null>(null);
  #declined = '';
  readonly #say: (word: ToHall) => unknown;

  constructor(say: (word: ToHall) => unknown) {
    this.#say = say;
  }

  /** The hall says who asks, in place of who did before. */
  told(asked: CameraAsked | null = null): void {
    this.asked = asked;
    if (asked?.since === this.#declined) this.decline();
  }

  /** The officer says no. */
  decline(): void {
    if (!this.asked) return;
    const { since } = this.asked;
    this.asked = null;
    this.#declined = since;
    this.#say({ type: 'camera_declined', since });
  }
}
