/** Whether a picture moves: it changes over and over, not once. */
import { changing } from './browser.js';
import { until } from './waiting.js';

/** Less than this share of the pixels is noise of the codec. */
const NOISE = 0.001;
const IN_A_ROW = 3;

/** Waits until `video` moves; answers the shares that changed. */
export async function moves(video, ms = 60_000) {
  let shares = [];
  await until(
    ms,
    'a picture that moves',
    async () => {
      const share = await changing(video);
      shares = share > NOISE ? [...shares, share] : [];
      return shares.length >= IN_A_ROW;
    },
    50,
  );
  return shares;
}
