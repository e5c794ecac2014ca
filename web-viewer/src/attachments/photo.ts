/** A photo made small enough to send: at most 1600 pixels a side, JPEG, without what the camera wrote beside it. */
import { hex } from '../hall/ids';
import type { KeptFile } from './attachment';

export const LONGEST_PX = 1600;
const QUALITY = 0.82;

/** A size scaled down to fit, never up. */
export function fitted(width: number, height: number, longest = LONGEST_PX): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Makes the picture in `file` ready; throws if it is none that this browser can read. */
export async function prepare(file: Blob): Promise<KeptFile> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    const photo = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (!photo) throw new TypeError('This browser could not write the photo.');
    return { sha256: await sha256(photo), photo };
  } finally {
    picture.close();
  }
}

/** The SHA-256 of `bytes` in lower-case hexadecimal. */
export async function sha256(bytes: Blob): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())));
}
