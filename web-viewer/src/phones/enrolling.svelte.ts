/** One phone on its way in: the code that is shown for it, until a phone took it or its time was over. */
import type { Hall } from '../hall/http';
import type { EnrolmentView } from '../protocol/EnrolmentView';
import type { NewEnrolment } from '../protocol/NewEnrolment';
import type { PersonView } from '../protocol/PersonView';
import type { PhoneView } from '../protocol/PhoneView';

export type Stage =
  | { is: 'making' }
  | { is: 'failed'; fault: unknown }
  /** The code's text, and when it is worth nothing, in milliseconds of the hall's clock. */
  | { is: 'shown'; qr: string; expiresAt: number }
  | { is: 'expired' }
  | { is: 'enrolled'; phone: PhoneView };

export class Enrolling {
  readonly person: PersonView;
  readonly #hall: Hall;
  readonly #origin: string;
  /** The phones that the person had before; null until a code was made. */
  #before: ReadonlySet<string> | null = null;

  stage = $state.raw<Stage>({ is: 'making' });

  /** For `person`, whose phone is to reach the hall at `origin`. */
  constructor(hall: Hall, person: PersonView, origin: string) {
    this.#hall = hall;
    this.person = person;
    this.#origin = origin;
  }

  /** Has a code made, in place of any before. */
  async make(): Promise<void> {
    this.stage = { is: 'making' };
    try {
      // Asked for here: the page's own list may be older than a phone that came by a code of before.
      const phones = await this.#hall.get<PhoneView[]>('/api/phones');
      this.#before ??= new Set(this.#own(phones).map(({ id }) => id));
      const wanted: NewEnrolment = { person: this.person.id, hall: this.#origin };
      const { qr, expires_at } = await this.#hall.post<EnrolmentView>('/api/enrolments', wanted);
      this.stage = { is: 'shown', qr, expiresAt: Date.parse(expires_at) };
    } catch (fault) {
      this.stage = { is: 'failed', fault };
    }
  }

  /** Looks whether a phone came, or the time is over; `now` is of the hall's clock, in milliseconds. */
  look(phones: readonly PhoneView[], now: number): void {
    const { stage } = this;
    if (stage.is !== 'shown' && stage.is !== 'expired') return;
    // One that came in the last second may be heard of after it.
    const came = this.#own(phones).find(({ id }) => !this.#before?.has(id));
    if (came) this.stage = { is: 'enrolled', phone: came };
    else if (stage.is === 'shown' && stage.expiresAt <= now) this.stage = { is: 'expired' };
  }

  #own(phones: readonly PhoneView[]): PhoneView[] {
    return phones.filter(({ person }) => person === this.person.id);
  }
}
