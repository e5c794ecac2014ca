/** Long trips across the demonstration's district, for stories about ways. */

/** The two ends of the district, further from each other than a quarter of an hour. */
const ENDS = [
  { name: 'Ruggell', address: '', lat: 47.2383, lon: 9.5254 },
  { name: 'Balzers', address: '', lat: 47.0665, lon: 9.5026 },
];
const DEGREE_M = 111_195;

/** How far two points are from each other, in metres. */
export function apart(a, b) {
  const north = (a.lat - b.lat) * DEGREE_M;
  const east = (a.lon - b.lon) * DEGREE_M * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The free unit, not among `asked`, that is furthest from one end of the district, and that end; none if none is free. */
export async function longestTrip(demo, asked = new Set()) {
  const units = await demo.api(demo.login('dispatcher'), 'GET', '/api/units');
  const free = units.filter(({ id, state, position }) => state === 'available' && position && !asked.has(id));
  const trips = free.flatMap((unit) => ENDS.map((place) => ({ unit, place, metres: apart(unit.position, place) })));
  return trips.sort((a, b) => b.metres - a.metres)[0];
}
