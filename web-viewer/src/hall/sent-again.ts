/**
 * The identity of a request that a person may send again.
 *
 * When the hall does not answer, nobody knows whether it heard. The same words sent again carry the same identity, so
 * that the hall counts them once; other words are another request.
 */
import { Ids } from './ids';

export class SentAgain {
  readonly #now: () => number;
  readonly #ids = new Ids();
  #words = '';
  #id = '';

  /** `now` is the hall's clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** `body` with its identity. */
  stamp<Body extends object>(body: Body): Body & { id: string } {
    const words = JSON.stringify(body);
    if (words !== this.#words) {
      this.#words = words;
      this.#id = this.#ids.next(this.#now());
    }
    return { ...body, id: this.#id };
  }

  /** The hall has answered: the same words are another request from now on. */
  forget(): void {
    this.#words = '';
  }
}
