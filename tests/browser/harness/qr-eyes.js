/** Reads a QR code off the screen, as a camera before it would: by another program than the one that drew it. */
import decodeQR from 'qr/decode.js';

/** It is read in one try, however long that takes here. */
const PATIENCE_MS = 10_000;

/** The text of the code that is painted on `thing`; throws if there is none to read. */
export async function readPaintedQr(thing) {
  const picture = (await thing.screenshot()).toString('base64');
  const { width, height, data } = await thing.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    pen.drawImage(image, 0, 0);
    const pixels = pen.getImageData(0, 0, image.width, image.height).data;
    return { width: image.width, height: image.height, data: Array.from(pixels) };
  }, picture);
  return decodeQR({ width, height, data: Uint8Array.from(data) }, { timeLimit: PATIENCE_MS });
}
