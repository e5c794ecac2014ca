/** The ways that this browser keeps are forgotten with their orders, whichever part of the page is shown. */

/** Forgets the ways to all other orders than these; a page that cannot load what keeps them has kept none. */
export function keepWaysOf(orders: Iterable<string>): void {
  const open = new Set(orders);
  import('../way/way-keep').then(
    ({ forgetAllBut }) => forgetAllBut(open),
    () => {},
  );
}
