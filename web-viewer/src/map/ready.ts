/** What the page tells a browser test about its map. */
declare global {
  interface Window {
    /** Set when the map is drawn for the first time: how many units, street features and cells of the promise map are in sight. */
    mapReady?: { units: () => number; streets: () => number; cells: () => number };
  }
}

export {};
