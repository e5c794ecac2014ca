/**
 * A place as somebody types it: by characters, pinyin or initials, as coordinates, or by a click on the map.
 *
 * The hall finds and names places; here is only what was typed, what was found and which of it is meant.
 */
import { parsePoint, pointText } from '../board/place';
import type { Hall } from '../hall/http';
import type { FoundPlace } from '../protocol/FoundPlace';
import type { LatLon } from '../protocol/LatLon';
import type { NearestAddress } from '../protocol/NearestAddress';
import type { Place } from '../protocol/Place';
import type { PlacesFound } from '../protocol/PlacesFound';

/** How long typing may settle, and how many places are shown. */
const SETTLE_MS = 120;
const MOST = 8;

export class AddressSearch {
  readonly #hall: Hall;
  readonly #focus: () => LatLon | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts questions, so that a late answer to an old one is passed over. */
  #turn = 0;
  /** Whether Enter was pressed before the answer came. */
  #wantsFirst = false;

  text = $state('');
  /** The place that is meant, once that is clear. */
  place = $state.raw<Place | null>(null);
  hits = $state.raw<readonly FoundPlace[]>([]);
  /** Which of `hits` is looked at. */
  active = $state(0);
  open = $state(false);
  seeking = $state(false);
  fault = $state.raw<unknown>();
  /** Whether the hall has a map to search. */
  searchable = $state(true);

  /** `focus` is where places are sought first; `place` is what to begin with. */
  constructor(hall: Hall, focus: () => LatLon | null, place: Place | null = null) {
    this.#hall = hall;
    this.#focus = focus;
    this.place = place;
    if (place) this.text = place.name || place.address || pointText(place);
  }

  /** Somebody typed. */
  typed(text: string): void {
    this.#begin(text);
    const point = parsePoint(text);
    if (point) {
      this.#is(point);
    } else if (text.trim()) {
      this.seeking = true;
      this.#timer = setTimeout(() => void this.#seek(text.trim()), SETTLE_MS);
    }
  }

  /** Somebody clicked the map. */
  pointed(at: LatLon): void {
    this.#begin(pointText(at));
    this.#is(parsePoint(this.text) ?? at);
  }

  /** Means `hit`. */
  choose(hit: FoundPlace): void {
    this.#begin(hit.name);
    this.place = { name: hit.name, address: hit.detail, lat: hit.lat, lon: hit.lon };
  }

  /** Enter was pressed: whether that chose a place or will, so that it says nothing else. */
  enter(): boolean {
    const hit = this.open ? this.hits[this.active] : undefined;
    if (hit) this.choose(hit);
    else if (this.seeking && !this.place) this.#wantsFirst = true;
    else return false;
    return true;
  }

  /** To the next place found, or the one before. */
  step(by: 1 | -1): void {
    if (this.hits.length === 0) return;
    this.open = true;
    this.active = (this.active + by + this.hits.length) % this.hits.length;
  }

  /** The place as it is sent: what comes in later changes nothing, so that the same words can be sent again. */
  settled(): Place | null {
    this.close();
    this.seeking = false;
    return this.place;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  #begin(text: string): void {
    this.close();
    this.text = text;
    this.place = null;
    this.hits = [];
    this.active = 0;
    this.open = false;
    this.seeking = false;
    this.fault = undefined;
    this.#wantsFirst = false;
  }

  /** The place is `point`; what people call it may come later. */
  #is(point: LatLon): void {
    this.place = { ...point, name: '', address: '' };
    void this.#call(point);
  }

  async #call({ lat, lon }: LatLon): Promise<void> {
    const turn = this.#turn;
    const near = await this.#hall.get<NearestAddress>(`/api/gazetteer/nearest?lat=${lat}&lon=${lon}`).catch(() => null);
    const address = near?.address?.name;
    if (address && turn === this.#turn) this.place = { lat, lon, name: '', address };
  }

  async #seek(text: string): Promise<void> {
    const turn = this.#turn;
    const focus = this.#focus();
    const near = focus ? `&lat=${focus.lat.toFixed(5)}&lon=${focus.lon.toFixed(5)}` : '';
    try {
      const path = `/api/gazetteer?q=${encodeURIComponent(text)}${near}&most=${MOST}`;
      const { places, source } = await this.#hall.get<PlacesFound>(path);
      if (turn !== this.#turn) return;
      this.hits = places;
      this.searchable = source !== 'none';
      this.open = true;
      const first = places[0];
      if (this.#wantsFirst && first) this.choose(first);
    } catch (error) {
      if (turn === this.#turn) this.fault = error;
    } finally {
      if (turn === this.#turn) this.seeking = false;
    }
  }
}
