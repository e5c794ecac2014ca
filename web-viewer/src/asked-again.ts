/** A part of the page that comes after what is needed at once; without a net it is asked for until it comes. */
const AGAIN_MS = 3_000;

/** Loads until it works, then hands over what came; the answer calls it off. */
export function askUntilItComes<Loaded>(load: () => Promise<Loaded>, take: (loaded: Loaded) => void): () => void {
  let off = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const ask = () =>
    load().then(
      (loaded) => {
        if (!off) take(loaded);
      },
      () => {
        if (!off) again = setTimeout(ask, AGAIN_MS);
      },
    );
  void ask();
  return () => {
    off = true;
    clearTimeout(again);
  };
}
