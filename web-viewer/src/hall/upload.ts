/**
 * Sending bytes to the hall so that a broken line costs a piece of them: tus 1.0.0, core and creation
 * (https://tus.io/protocols/resumable-upload).
 *
 * The hall is asked first how much it holds, so that whoever sends again goes on where it stopped, and what the hall
 * has whole is not sent at all. Trying again, and when, is the caller's.
 */
import type { KeptFile } from '../attachments/attachment';
import { type Hall, HallFault } from './http';

/** Bytes that go at once: what a broken line costs at most. */
export const PIECE_BYTES = 256 * 1024;
/** How often the hall's word of what it holds may differ from ours in one go, by another page that sends the same. */
const MOST_SURPRISES = 3;
const PLACE = '/api/attachments';
const TUS = { 'tus-resumable': '1.0.0' };
const CONFLICT = 409;
/** The bytes that arrived are not those that were named: the hall has thrown them away. */
const SPOILED = 422;

/** Sends what the hall does not hold of a file; `onHeld` hears how many bytes it holds. Throws what went wrong, a `HallFault` for one. */
export async function upload(hall: Hall, file: KeptFile, onHeld: (bytes: number) => void = () => {}): Promise<void> {
  try {
    await send(hall, file, onHeld);
  } catch (fault) {
    if (!(fault instanceof HallFault) || fault.status !== SPOILED) throw fault;
    // A piece from an earlier try may have been the spoiled one.
    await send(hall, file, onHeld);
  }
}

async function send(hall: Hall, { sha256, photo }: KeptFile, onHeld: (bytes: number) => void): Promise<void> {
  const created = await hall.ask('POST', PLACE, {
    ...TUS,
    'upload-length': String(photo.size),
    'upload-metadata': `sha256 ${btoa(sha256)},filetype ${btoa(photo.type)}`,
  });
  const path = created.headers.get('location') ?? `${PLACE}/${sha256}`;
  let surprises = 0;
  // A hall that says so at once saves a call.
  let held = created.headers.has('upload-offset') ? offsetOf(created) : await askHeld(hall, path);
  while (held < photo.size) {
    onHeld(held);
    try {
      held = await sendPiece(hall, path, photo, held);
    } catch (fault) {
      if (!(fault instanceof HallFault) || fault.status !== CONFLICT || surprises >= MOST_SURPRISES) throw fault;
      surprises += 1;
      held = await askHeld(hall, path);
    }
  }
  onHeld(held);
}

async function askHeld(hall: Hall, path: string): Promise<number> {
  return offsetOf(await hall.ask('HEAD', path, TUS));
}

/** Sends the piece from `from` on; answers what the hall holds then. */
async function sendPiece(hall: Hall, path: string, photo: Blob, from: number): Promise<number> {
  const piece = photo.slice(from, from + PIECE_BYTES, 'application/offset+octet-stream');
  const held = offsetOf(await hall.ask('PATCH', path, { ...TUS, 'upload-offset': String(from) }, piece));
  if (held <= from) throw new TypeError(`The hall holds ${held} bytes after a piece from ${from} on.`);
  return held;
}

function offsetOf(answer: Response): number {
  const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new TypeError('The hall does not say how much it holds.');
  return offset;
}
