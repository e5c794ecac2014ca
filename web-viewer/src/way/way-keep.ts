/**
 * The ways that this browser keeps for when there is no net (IndexedDB).
 *
 * They have a database of their own: what waits for the hall must not wait for it. Where others are is not kept, it is
 * their business; a way is forgotten with its order, at the latest after a day.
 */
import type { WayView } from '../protocol/WayView';

const NAME = 'yike-ways';
const STORE = 'ways';
const KEPT_MS = 24 * 3_600_000;
const OPENING_MS = 3_000;

/** A way as it lies there. */
interface Kept {
  unit: string;
  way: WayView;
}

let opening: Promise<WayKeep> | undefined;

/** The ways of this browser; opened once for each page. */
export function wayKeep(): Promise<WayKeep> {
  opening ??= openDatabase().then(
    (database) => new WayKeep(database),
    () => new WayKeep(undefined),
  );
  return opening;
}

/** Forgets the ways to all other orders than these. */
export async function forgetAllBut(orders: ReadonlySet<string>): Promise<void> {
  await (await wayKeep()).forgetAllBut(orders);
}

/** Without a database it keeps nothing, and says nothing: the map is there as long as the page is. */
export class WayKeep {
  readonly #database: IDBDatabase | undefined;

  constructor(database: IDBDatabase | undefined) {
    this.#database = database;
  }

  /** The way of `unit` to the scene of `order`, if one is kept. */
  async of(unit: string, order: string, now: number): Promise<WayView | null> {
    const all = (await this.#do('readonly', (store) => store.getAll() as IDBRequest<Kept[]>)) ?? [];
    const isOver = ({ way }: Kept) => now - Date.parse(way.made_at) > KEPT_MS;
    for (const kept of all) if (isOver(kept)) this.forget(kept.way.order);
    return all.find((kept) => kept.unit === unit && kept.way.order === order && !isOver(kept))?.way ?? null;
  }

  keep(unit: string, way: WayView): void {
    void this.#do('readwrite', (store) => store.put({ unit, way: { ...way, team: [] } } satisfies Kept, way.order));
  }

  forget(order: string): void {
    void this.#do('readwrite', (store) => store.delete(order));
  }

  /** Forgets the ways to all other orders than these. */
  async forgetAllBut(orders: ReadonlySet<string>): Promise<void> {
    const kept = (await this.#do('readonly', (store) => store.getAllKeys())) ?? [];
    for (const order of kept) if (typeof order === 'string' && !orders.has(order)) this.forget(order);
  }

  async #do<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    if (!this.#database) return undefined;
    try {
      return await answer(ask(this.#database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return undefined;
    }
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new DOMException('IndexedDB does not open.', 'TimeoutError')), OPENING_MS);
    answer(request).then(resolve, reject);
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
