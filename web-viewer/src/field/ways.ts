/** The ways that this browser keeps are forgotten with their orders, whichever page of the phone is shown. */

/** Forgets the ways to all other orders than these. */
export async function keepWaysOf(orders: Iterable<string>): Promise<void> {
  const open = new Set(orders);
  try {
    const { wayKeep } = await import('../way/way-keep');
    await (await wayKeep()).forgetAllBut(open);
  } catch {
    // A page that cannot load what keeps them has shown none either.
  }
}
