/**
 * How large a picture is on the screen, in the screen's own pixels.
 *
 * What is scrolled away or on a hidden page is not seen by anybody, so it has no height.
 */

/** Calls `tell` with the height now and whenever it changes, until the answer is called. */
export function followHeight(element: HTMLElement, tell: (height: number) => void): () => void {
  let there = false;
  let told = -1;
  const look = () => {
    const seen = there && document.visibilityState === 'visible';
    const height = seen ? Math.round(element.clientHeight * window.devicePixelRatio) : 0;
    if (height === told) return;
    told = height;
    tell(height);
  };
  const crossing = new IntersectionObserver((entries) => {
    there = entries.at(-1)?.isIntersecting ?? there;
    look();
  });
  const sizing = new ResizeObserver(look);
  crossing.observe(element);
  sizing.observe(element);
  document.addEventListener('visibilitychange', look);
  return () => {
    crossing.disconnect();
    sizing.disconnect();
    document.removeEventListener('visibilitychange', look);
  };
}
