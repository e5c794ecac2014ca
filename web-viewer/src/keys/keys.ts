/** The keys of the console: what each does, and when a key is none because somebody is typing. */

export const KEYS = {
  n: 'new_incident',
  d: 'dispatch',
  u: 'undo',
  j: 'next',
  k: 'previous',
  p: 'promise',
  r: 'reach',
  c: 'closures',
  v: 'video',
  m: 'mute',
  '?': 'help',
} as const;

/** Something that a key does. */
export type Deed = (typeof KEYS)[keyof typeof KEYS] | { dispatch: number };

/** What a key does on any page; what the others do would not be seen there, nor how to take it back. */
const EVERYWHERE: ReadonlySet<Deed> = new Set(['undo', 'mute', 'help']);

/** Whether a key may do `what` while another page than the map fills the screen. */
export function worksEverywhere(what: Deed): boolean {
  return EVERYWHERE.has(what);
}

/** The digits that send one of the units offered; the first is the one recommended. */
const LAST_DIGIT = 5;

/** What `key` asks for; null if nothing. `typing` is whether it goes to a field. */
export function deed(
  { key, ctrlKey, metaKey, altKey, repeat }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
  typing: boolean,
): Deed | null {
  // A key held down acts once: what it sends is not sent again.
  if (typing || ctrlKey || metaKey || altKey || repeat) return null;
  const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
  if (digit > 0) return digit <= LAST_DIGIT ? { dispatch: digit - 1 } : null;
  const plain = key.toLowerCase();
  return Object.hasOwn(KEYS, plain) ? KEYS[plain as keyof typeof KEYS] : null;
}

/** Whether keys that go to `target` are typed into it. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
