/** What the page tells a browser test about its map. */
declare global {
  interface Window {
    /**
     * Set when the map is drawn for the first time: how many units, street features, cells of the promise map, and
     * features of a layer laid on the ground are in sight.
     */
    mapReady?: {
      units: () => number;
      streets: () => number;
      cells: () => number;
      laid: (layer: 'reach-line' | 'closures-line' | 'routes') => number;
    };
  }
}

export {};
