/**
 * What is seen to at the scene of an order, as a screen shows it.
 *
 * The hall's word is shown with what this phone told and the hall has not yet said of the order; the last word by time
 * counts, on both sides alike.
 */
import type { CheckedItem } from '../protocol/CheckedItem';
import type { Entry } from '../protocol/Entry';
import type { Tick } from '../protocol/Tick';

/** An item as a screen shows it. */
export interface ShownItem {
  id: string;
  zh: string;
  en: string;
  done: boolean;
  /** Who said so last, and when; none while nobody has said anything. */
  tick: Pick<Tick, 'unit' | 'name' | 'at'> | undefined;
  /** Whether the hall has yet to take the tick. */
  waiting: boolean;
}

type Checked = Extract<Entry, { told: 'item_checked' }>;

/** What this phone told: by which unit, what the hall has not answered, and what it took without a new word of the order yet. */
export interface OwnTicks {
  unit: string;
  waiting: readonly Entry[];
  settling: readonly Entry[];
}

/** The items of a checklist in its sequence. */
export function shownItems(checklist: readonly CheckedItem[], own?: OwnTicks): ShownItem[] {
  return checklist.map(({ id, zh, en, ticks }) => {
    const told = ticks.at(-1);
    const item = { id, zh, en, done: told?.done ?? false, tick: told, waiting: false };
    if (!own) return item;
    const ticked = [...own.settling, ...own.waiting].filter(
      (entry): entry is Checked => entry.told === 'item_checked' && entry.item === id,
    );
    const last = ticked.reduce<Checked | undefined>(
      (best, each) => (best && isAfter(best, each) ? best : each),
      undefined,
    );
    if (!last || (told && (told.id === last.id || isAfter(told, last)))) return item;
    return {
      ...item,
      done: last.done,
      tick: { unit: own.unit, at: last.at },
      waiting: own.waiting.includes(last),
    };
  });
}

/** How many of the items are done. */
export function doneOf(items: readonly ShownItem[]): number {
  return items.filter(({ done }) => done).length;
}

/** Two of one moment are told apart by their names, as the hall does. */
function isAfter(one: { id: string; at: string }, other: { id: string; at: string }): boolean {
  const apart = Date.parse(one.at) - Date.parse(other.at);
  return apart === 0 ? one.id > other.id : apart > 0;
}
