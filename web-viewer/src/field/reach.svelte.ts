/**
 * How the officer is told of orders while this page is closed: by push, and by telephone.
 *
 * Both belong to the session and end with it. The browser asks once, when the officer presses the key; whoever signs in
 * again on the same phone is reached as before. Whether the hall has gateways for the telephone is the hall's business.
 */
import type { Hall } from '../hall/http';
import type { Language } from '../protocol/Language';
import type { NewPush } from '../protocol/NewPush';
import type { PushKey } from '../protocol/PushKey';
import type { Telephone } from '../protocol/Telephone';

const WORKER = '/field-worker.js';
const SCOPE = '/field';
const NUMBER_KEY = 'yike.telephone';

/** What the browser keeps: on a phone that several use, each is rung at their own number only. */
interface KeptNumber {
  person: string;
  number: string;
}

/** Whether pushes come: not here at all, refused by the officer, not asked for yet, or on. */
export type PushState = 'none' | 'denied' | 'off' | 'on';

/** What of a browser is needed; a test brings its own. */
export interface PushBrowser {
  /** Whether it knows pushes at all. */
  able(): boolean;
  permission(): NotificationPermission;
  ask(): Promise<NotificationPermission>;
  /** The subscription that stands, if one does. */
  current(): Promise<PushSubscriptionJSON | null>;
  /** Subscribes under the hall's key. */
  subscribe(key: string): Promise<PushSubscriptionJSON>;
  kept(): string | null;
  keep(number: string | null): void;
}

export class Reach {
  readonly #hall: Pick<Hall, 'get' | 'put' | 'delete'>;
  readonly #browser: PushBrowser;
  push = $state<PushState>('off');
  /** The number that the hall has; empty if none. */
  number = $state('');
  busy = $state(false);
  fault = $state.raw<unknown>();

  constructor(hall: Pick<Hall, 'get' | 'put' | 'delete'>, browser: PushBrowser) {
    this.#hall = hall;
    this.#browser = browser;
    if (!browser.able()) this.push = 'none';
    else if (browser.permission() === 'denied') this.push = 'denied';
  }

  /** Is reached as in the session before, without asking anything. */
  async resume(language: Language): Promise<void> {
    const kept = this.#browser.kept();
    if (kept) await this.#try(() => this.#say(kept));
    // One way that fails leaves the other.
    const fault = this.fault;
    await this.#try(async () => {
      if (this.push === 'off' && this.#browser.permission() === 'granted') {
        // A hall that was set up anew has another key, which the standing subscription is not for.
        if (await this.#browser.current()) await this.#subscribe(language);
      }
    });
    this.fault ??= fault;
  }

  /** Has pushes come, at the officer's press. */
  async turnOn(language: Language): Promise<void> {
    await this.#try(async () => {
      const permission = await this.#browser.ask();
      if (permission === 'denied') this.push = 'denied';
      if (permission === 'granted') await this.#subscribe(language);
    });
  }

  /** Is told at this number as well; at none, if it is empty. */
  async setNumber(written: string): Promise<void> {
    const number = written.trim();
    await this.#try(async () => {
      if (number) {
        await this.#say(number);
      } else {
        await this.#hall.delete('/api/telephone');
        this.number = '';
      }
      this.#browser.keep(number || null);
    });
  }

  async #subscribe(language: Language): Promise<void> {
    const { key } = await this.#hall.get<PushKey>('/api/push');
    const { endpoint, keys } = await this.#browser.subscribe(key);
    const { p256dh, auth } = keys ?? {};
    if (!endpoint || !p256dh || !auth) throw new Error('the browser gave no keys');
    const subscription: NewPush = { endpoint, keys: { p256dh, auth }, language };
    await this.#hall.put('/api/push', subscription);
    this.push = 'on';
  }

  async #say(number: string): Promise<void> {
    const telephone: Telephone = { number };
    await this.#hall.put('/api/telephone', telephone);
    this.number = number;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.fault = undefined;
    try {
      await work();
    } catch (fault) {
      this.fault = fault;
    } finally {
      this.busy = false;
    }
  }
}

/** The browser that shows the page, as far as it is `person`'s. */
export const thisBrowser = (person: string): PushBrowser => ({
  able: () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
  permission: () => Notification.permission,
  ask: () => Notification.requestPermission(),
  async current() {
    const worker = await navigator.serviceWorker.getRegistration(SCOPE);
    return (await worker?.pushManager.getSubscription())?.toJSON() ?? null;
  },
  async subscribe(key) {
    const worker = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    const standing = await worker.pushManager.getSubscription();
    if (standing && keyOf(standing) === key) return standing.toJSON();
    await standing?.unsubscribe();
    await begun(worker);
    const subscribed = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    return subscribed.toJSON();
  },
  kept() {
    try {
      const kept: KeptNumber | null = JSON.parse(localStorage.getItem(NUMBER_KEY) ?? 'null');
      return kept?.person === person ? kept.number : null;
    } catch {
      return null;
    }
  },
  keep(number) {
    try {
      if (number) localStorage.setItem(NUMBER_KEY, JSON.stringify({ person, number } satisfies KeptNumber));
      else localStorage.removeItem(NUMBER_KEY);
    } catch {
      // A browser that forbids storage asks for the number again at the next sign-in.
    }
  },
});

/** Waits until the worker is at work: nobody subscribes one that is being installed. */
async function begun(worker: ServiceWorkerRegistration): Promise<void> {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return;
  await new Promise<void>((done) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activated' || coming.state === 'redundant') done();
    });
  });
}

/** The hall's key that a subscription is for, in base64url. */
function keyOf(subscription: PushSubscription): string | null {
  const key = subscription.options.applicationServerKey;
  if (!key) return null;
  const text = btoa(String.fromCharCode(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
