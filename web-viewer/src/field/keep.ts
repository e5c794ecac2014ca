/**
 * What this browser keeps of a unit over a reload: entries and files on their way (IndexedDB).
 *
 * A thing counts as kept when the browser has written it to the disk, not when it has taken it in: the phone may die
 * in between. Each officer of a shared phone has their own. A browser that keeps nothing, in a private window or on a full disk,
 * is said so on the screen; entries then wait in memory only.
 */
import type { KeptFile } from '../attachments/attachment';
import type { Entry } from '../protocol/Entry';
import type { EntryKeeper } from './outbox';

const NAME = 'yike-field';
const OPENING_MS = 3_000;
const STORES = ['entries', 'photos'] as const;
type Store = (typeof STORES)[number];

export class Keep implements EntryKeeper {
  readonly #unit: string;
  readonly #database: IDBDatabase | undefined;
  readonly #failed: () => void;
  readonly #places = new Map<string, Promise<IDBValidKey | undefined>>();

  /** Opens what is kept of `unit`. `failed` is called whenever something cannot be kept. */
  static async open(unit: string, failed: () => void): Promise<Keep> {
    const database = await openDatabase().catch(() => undefined);
    if (!database) failed();
    return new Keep(unit, database, failed);
  }

  private constructor(unit: string, database: IDBDatabase | undefined, failed: () => void) {
    this.#unit = unit;
    this.#database = database;
    this.#failed = failed;
  }

  /** The entries from before, oldest first. */
  entries(): Promise<Entry[]> {
    return this.#all<Entry>('entries', ({ id }) => id);
  }

  /** The photos and sound notes from before, oldest first. */
  files(): Promise<KeptFile[]> {
    return this.#all<KeptFile>('photos', ({ sha256 }) => sha256);
  }

  add(entry: Entry): void {
    this.#add('entries', entry.id, entry);
  }

  remove(id: string): void {
    this.#remove('entries', id);
  }

  addFile(file: KeptFile): void {
    this.#add('photos', file.sha256, file);
  }

  removeFile(sha256: string): void {
    this.#remove('photos', sha256);
  }

  close(): void {
    this.#database?.close();
  }

  async #all<Kept>(store: Store, nameOf: (kept: Kept) => string): Promise<Kept[]> {
    if (!this.#database) return [];
    const range = IDBKeyRange.only(this.#unit);
    const all: Kept[] = [];
    try {
      const cursor = this.#database.transaction(store).objectStore(store).index('unit').openCursor(range);
      await new Promise<void>((resolve, reject) => {
        cursor.onerror = () => reject(cursor.error);
        cursor.onsuccess = () => {
          const at = cursor.result;
          if (!at) return resolve();
          const { kept } = at.value as { kept: Kept };
          this.#places.set(nameOf(kept), Promise.resolve(at.primaryKey));
          all.push(kept);
          at.continue();
        };
      });
    } catch {
      this.#failed();
    }
    return all;
  }

  #add(store: Store, name: string, kept: Entry | KeptFile): void {
    const place = this.#do(store, (all) => all.add({ unit: this.#unit, kept }));
    this.#places.set(name, place);
  }

  #remove(store: Store, name: string): void {
    const place = this.#places.get(name);
    this.#places.delete(name);
    void place?.then((key) => (key === undefined ? undefined : this.#do(store, (all) => all.delete(key))));
  }

  async #do<T>(store: Store, ask: (all: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    if (!this.#database) return undefined;
    try {
      const transaction = this.#database.transaction(store, 'readwrite', { durability: 'strict' });
      const request = ask(transaction.objectStore(store));
      await written(transaction);
      return request.result;
    } catch {
      this.#failed();
      return undefined;
    }
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES)
      opening.result.createObjectStore(store, { autoIncrement: true }).createIndex('unit', 'unit');
  };
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new DOMException('IndexedDB does not open.', 'TimeoutError')), OPENING_MS);
    answer(opening).then(resolve, reject);
  });
}

function written(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
