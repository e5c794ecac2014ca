/** Handing a place over to the phone's own navigation, or to one of the two that China drives by. */
import type { LatLon } from '../protocol/LatLon';
import type { Place } from '../protocol/Place';
import { bd09, gcj02 } from './datum';

/** The link that the system of `agent` opens with its maps: Apple's by address, all others by RFC 5870. */
export function navigationLink(place: Place, agent: string): string {
  const at = degrees(place);
  const label = place.name || place.address;
  if (isApple(agent)) {
    return `https://maps.apple.com/?daddr=${at}${label ? `&q=${encodeURIComponent(label)}` : ''}`;
  }
  // Android reads the label in brackets; parentheses of its own would end it early.
  const safe = label.replace(/[()]/g, ' ').trim();
  return `geo:${at}?q=${at}${safe ? `(${encodeURIComponent(safe)})` : ''}`;
}

/** The link that opens Amap, the app if it is there, with the way to a place; its degrees are of GCJ-02. */
export function amapLink(place: Place): string {
  const { lat, lon } = gcj02(place);
  const to = `${lon.toFixed(6)},${lat.toFixed(6)},${encodeURIComponent(labelOf(place))}`;
  return `https://uri.amap.com/navigation?to=${to}&mode=car&coordinate=gaode&callnative=1&src=yike`;
}

/** The link that opens Baidu's app with the way to a place; its degrees are of BD-09. */
export function baiduLink(place: Place, agent: string): string {
  const app = isApple(agent) ? 'baidumap' : 'bdapp';
  const to = `latlng:${degrees(bd09(place))}|name:${labelOf(place)}`;
  return `${app}://map/direction?destination=${encodeURIComponent(to)}&coord_type=bd09ll&mode=driving&src=yike`;
}

function degrees({ lat, lon }: LatLon): string {
  return `${lat.toFixed(6)},${lon.toFixed(6)}`;
}

/** What parts the fields of a link is none of the name. */
function labelOf({ name, address, lat, lon }: Place): string {
  return (name || address || degrees({ lat, lon })).replace(/[|,&]/g, ' ').trim();
}

function isApple(agent: string): boolean {
  return /iPhone|iPad|Macintosh/.test(agent);
}
