/** How far and which way, as the crow flies. */
import type { LatLon } from '../protocol/LatLon';

/** The mean radius of the earth in metres (IUGG). */
const EARTH_M = 6_371_008.8;

/** The eight winds, clockwise from north. */
export const WINDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Wind = (typeof WINDS)[number];

/** Metres from one point to another along a great circle (haversine formula). */
export function distanceM(from: LatLon, to: LatLon): number {
  const [phi1, phi2] = [rad(from.lat), rad(to.lat)];
  const chord = hav(phi2 - phi1) + Math.cos(phi1) * Math.cos(phi2) * hav(rad(to.lon - from.lon));
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Degrees clockwise from north in which `to` lies from `from`. */
export function bearingDeg(from: LatLon, to: LatLon): number {
  const [phi1, phi2, dLambda] = [rad(from.lat), rad(to.lat), rad(to.lon - from.lon)];
  const y = Math.sin(dLambda) * Math.cos(phi2);
  const x = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(dLambda);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/** The wind nearest to a bearing. */
export function windOf(degrees: number): Wind {
  return WINDS[Math.round((((degrees % 360) + 360) % 360) / 45) % 8] ?? 'n';
}

function rad(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function hav(angle: number): number {
  return Math.sin(angle / 2) ** 2;
}
