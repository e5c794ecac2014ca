/** Handing a place over to the phone's own navigation. */
import type { Place } from '../protocol/Place';

/** The link that the system of `agent` opens with its maps: Apple's by address, all others by RFC 5870. */
export function navigationLink({ lat, lon, name, address }: Place, agent: string): string {
  const at = `${lat.toFixed(6)},${lon.toFixed(6)}`;
  const label = name || address;
  if (/iPhone|iPad|Macintosh/.test(agent)) {
    return `https://maps.apple.com/?daddr=${at}${label ? `&q=${encodeURIComponent(label)}` : ''}`;
  }
  // Android reads the label in brackets; parentheses of its own would end it early.
  const safe = label.replace(/[()]/g, ' ').trim();
  return `geo:${at}?q=${at}${safe ? `(${encodeURIComponent(safe)})` : ''}`;
}
