/**
 * The relays that the hall names, for networks that let no media through.
 *
 * Most halls have none, and most networks need none: a hall that does not say keeps nobody from calling.
 */
import { readJson, send } from '../hall/http';
import type { MediaView } from '../protocol/MediaView';

/** How long the answer is good: half as long as the passwords in it, so that a connection has time to come about. */
const GOOD_MS = 1_800_000;

let asked: { token: string; at: number; servers: Promise<RTCIceServer[]> } | undefined;

/** The relays for whoever has `token`. */
export function iceServers(token: string): Promise<RTCIceServer[]> {
  const now = performance.now();
  if (asked && asked.token === token && now - asked.at < GOOD_MS) return asked.servers;
  const asking = {
    token,
    at: now,
    servers: ask(token).catch(() => {
      if (asked === asking) asked = undefined;
      return [];
    }),
  };
  asked = asking;
  return asking.servers;
}

async function ask(token: string): Promise<RTCIceServer[]> {
  const { ice_servers } = (await readJson(await send('GET', '/api/media', undefined, token))) as MediaView;
  return ice_servers;
}
