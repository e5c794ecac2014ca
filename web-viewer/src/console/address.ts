/** What is looked at, as the part of the page's address behind the `#`: a link to it, and a reload, show it again. */

export interface LookedAt {
  unit: string | null;
  order: string | null;
  incident: string | null;
}

/** `hash` as it stands in the address, with or without its `#`; what it does not name is null. */
export function readAddress(hash: string): LookedAt {
  const named = new URLSearchParams(hash.replace(/^#/, ''));
  const id = (name: string) => (/^[0-9a-f-]{36}$/.test(named.get(name) ?? '') ? named.get(name) : null);
  return { unit: id('unit'), order: id('order'), incident: id('incident') };
}

/** What `readAddress` reads back; empty if nothing is looked at. */
export function writeAddress(at: LookedAt): string {
  const named = Object.entries(at).flatMap(([name, id]) => (id ? [`${name}=${id}`] : []));
  return named.length > 0 ? `#${named.join('&')}` : '';
}
