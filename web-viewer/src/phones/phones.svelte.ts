/**
 * The people of the hall with their phones, and one that is put out.
 *
 * Both are asked for again and again while the page is open: the sockets tell everybody who sees the board what is on
 * it, and who holds which phone is for administrators alone. While a code is shown the phones are asked for often, so
 * that whoever stands beside the officer sees at once that it worked.
 */
import { type Hall, HallFault } from '../hall/http';
import type { PersonView } from '../protocol/PersonView';
import type { PhoneView } from '../protocol/PhoneView';

const AWAITED_MS = 1_500;
const IDLE_MS = 5_000;

/** How putting a phone out went; `gone` if somebody else had done it before. */
export type Revoked = { phone: PhoneView } & ({ is: 'revoked' } | { is: 'gone' } | { is: 'failed'; fault: unknown });

export class Phones {
  readonly #hall: Hall;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #awaited = false;
  /** Counts what was asked and changed: an answer to an older question would bring back a phone that was put out. */
  #turn = 0;

  /** Null until the hall has said it. */
  people = $state.raw<readonly PersonView[] | null>(null);
  all = $state.raw<readonly PhoneView[]>([]);
  /** Why the lists may be old. */
  fault = $state.raw<unknown>();
  /** The phone that is being put out. */
  revoking = $state<string | null>(null);
  revoked = $state.raw<Revoked | null>(null);

  constructor(hall: Hall) {
    this.#hall = hall;
    void this.ask();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Whether a phone is about to come, so that it is looked for often. */
  await(awaited: boolean): void {
    if (this.#awaited === awaited) return;
    this.#awaited = awaited;
    this.#askLater();
  }

  /** Asks for both lists now; whether the hall answered. */
  async ask(): Promise<boolean> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    try {
      const known = this.#awaited ? this.people : null;
      const [people, all] = await Promise.all([
        known ?? this.#hall.get<PersonView[]>('/api/people'),
        this.#hall.get<PhoneView[]>('/api/phones'),
      ]);
      if (turn === this.#turn) Object.assign(this, { people, all, fault: undefined });
      return true;
    } catch (error) {
      if (turn === this.#turn) this.fault = error;
      return false;
    } finally {
      if (turn === this.#turn) this.#askLater();
    }
  }

  /** Puts `phone` out. */
  async revoke(phone: PhoneView): Promise<void> {
    this.revoking = phone.id;
    this.revoked = null;
    try {
      await this.#hall.delete(`/api/phones/${phone.id}`);
      this.#without(phone, 'revoked');
    } catch (error) {
      if (error instanceof HallFault && error.status === 404) this.#without(phone, 'gone');
      else this.revoked = { phone, is: 'failed', fault: error };
    } finally {
      this.revoking = null;
    }
  }

  #without(phone: PhoneView, is: 'revoked' | 'gone'): void {
    this.#turn += 1;
    this.all = this.all.filter(({ id }) => id !== phone.id);
    this.revoked = { phone, is };
    this.#askLater();
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.ask(), this.#awaited ? AWAITED_MS : IDLE_MS);
  }
}
