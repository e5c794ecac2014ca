/** Places as people type and read them. */
import type { LatLon } from '../protocol/LatLon';
import type { Place } from '../protocol/Place';

/** The point that `lat,lon` names, in degrees; null if it names none. */
export function parsePoint(text: string): LatLon | null {
  const parts = text.split(/[,，;；\s]+/).filter((part) => part !== '');
  if (parts.length !== 2 || !parts.every((part) => /^[+-]?\d{1,3}(\.\d+)?$/.test(part))) return null;
  const [lat, lon] = parts.map(Number);
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { lat, lon };
}

/** `lat,lon` to the decimetre. */
export function pointText({ lat, lon }: LatLon): string {
  return `${lat.toFixed(6)},${lon.toFixed(6)}`;
}

/** What people call the place: its name, else its address, else its coordinates. */
export function placeName(place: Place): string {
  return place.name || place.address || `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`;
}

/** What else there is to say of it under its name. */
export function placeMore(place: Place): string {
  return place.name && place.address !== place.name ? place.address : '';
}
