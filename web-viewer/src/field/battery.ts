/** The phone's battery, where the browser tells it (Chromium does; Safari and Firefox do not). */

interface BatteryManager extends EventTarget {
  readonly level: number;
}

/** Calls `tell` with the charge in percent now and whenever it changes, until the answer is called. */
export function followBattery(tell: (percent: number) => void): () => void {
  const asking = (navigator as { getBattery?: () => Promise<BatteryManager> }).getBattery?.();
  let battery: BatteryManager | undefined;
  let over = false;
  const changed = () => {
    if (battery) tell(Math.round(battery.level * 100));
  };
  asking?.then(
    (known) => {
      if (over) return;
      battery = known;
      battery.addEventListener('levelchange', changed);
      changed();
    },
    () => {}, // Forbidden by policy: the charge stays unknown.
  );
  return () => {
    over = true;
    battery?.removeEventListener('levelchange', changed);
  };
}
