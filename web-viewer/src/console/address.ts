/** What is looked at, as the part of the page's address behind the `#`: a link to it, and a reload, show it again. */
import { type Kinds, ORDER_KINDS, REPORTED_KINDS } from '../board/kinds';

export interface LookedAt {
  unit: string | null;
  order: string | null;
  incident: string | null;
  /** The kinds that lists and map are bound to. */
  kinds: Kinds;
}

/** `hash` as it stands in the address, with or without its `#`; what it does not name is null. */
export function readAddress(hash: string): LookedAt {
  const named = new URLSearchParams(hash.replace(/^#/, ''));
  const id = (name: string) => (/^[0-9a-f-]{36}$/.test(named.get(name) ?? '') ? named.get(name) : null);
  const oneOf = <Kind extends string>(name: string, all: readonly Kind[]) =>
    all.find((each) => each === named.get(name)) ?? null;
  const kinds = { order: oneOf('orders', ORDER_KINDS), incident: oneOf('incidents', REPORTED_KINDS) };
  return { unit: id('unit'), order: id('order'), incident: id('incident'), kinds };
}

/** What `readAddress` reads back; empty if nothing is looked at. */
export function writeAddress({ kinds, ...at }: LookedAt): string {
  const all = { ...at, orders: kinds.order, incidents: kinds.incident };
  const named = Object.entries(all).flatMap(([name, what]) => (what ? [`${name}=${what}`] : []));
  return named.length > 0 ? `#${named.join('&')}` : '';
}
