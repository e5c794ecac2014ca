/**
 * The datums that Chinese navigation reads: inside Yike all is WGS-84, so a place is moved on its way out.
 *
 * The formulas are those of `domain/datum`. Outside China neither differs from WGS-84, by convention.
 */
import type { LatLon } from '../protocol/LatLon';

/** Semi-major axis in metres and squared eccentricity of the Krasovsky 1940 ellipsoid. */
const AXIS_M = 6_378_245;
const ECCENTRICITY_2 = 0.006_693_421_622_965_943;
const { PI, sin, cos, sqrt, abs } = Math;

export function isInChina({ lat, lon }: LatLon): boolean {
  return lat >= 0.8293 && lat < 55.8271 && lon >= 72.004 && lon < 137.8347;
}

/** A WGS-84 place in GCJ-02, which Amap reads. */
export function gcj02(at: LatLon): LatLon {
  if (!isInChina(at)) return at;
  const [x, y] = [at.lon - 105, at.lat - 35];
  const both = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  const north = both + 20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y / 30) * PI);
  const east = both + 20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI);
  const root = sqrt(abs(x));
  const northM = (north * 2) / 3 - 100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  const eastM = (east * 2) / 3 + 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
  const lat = (at.lat * PI) / 180;
  const w = 1 - ECCENTRICITY_2 * sin(lat) ** 2;
  const meridianM = (AXIS_M * (1 - ECCENTRICITY_2)) / (w * sqrt(w));
  const parallelM = (AXIS_M / sqrt(w)) * cos(lat);
  return { lat: at.lat + (northM / meridianM) * (180 / PI), lon: at.lon + (eastM / parallelM) * (180 / PI) };
}

/** A WGS-84 place in BD-09, which Baidu reads. */
export function bd09(at: LatLon): LatLon {
  if (!isInChina(at)) return at;
  const wave = (PI * 3000) / 180;
  const { lat: y, lon: x } = gcj02(at);
  const length = Math.hypot(x, y) + 0.000_02 * sin(y * wave);
  const angle = Math.atan2(y, x) + 0.000_003 * cos(x * wave);
  return { lat: length * sin(angle) + 0.006, lon: length * cos(angle) + 0.0065 };
}
