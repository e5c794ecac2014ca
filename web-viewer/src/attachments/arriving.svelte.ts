/** Bytes that are fetched, and may still be on their way to the hall. */
import { patiently } from '../hall/patiently';

export class Arriving {
  bytes = $state.raw<Blob | null>(null);
  /** An address of this page for them; empty until they are here. */
  url = $state('');
  /** The hall does not have them yet; it is asked again. */
  coming = $state(false);
  fault = $state.raw<unknown>();
  readonly #stop: () => void;

  /** Asks `get` for what was told of at `toldAt` until it answers or refuses for good. */
  constructor(get: () => Promise<Blob>, toldAt: string) {
    this.#stop = patiently(get, toldAt, {
      onCome: (bytes) => {
        this.bytes = bytes;
        this.url = URL.createObjectURL(bytes);
      },
      onWait: () => {
        this.coming = true;
      },
      onFault: (why) => {
        this.fault = why;
      },
    });
  }

  close(): void {
    this.#stop();
    if (this.url) URL.revokeObjectURL(this.url);
  }
}
