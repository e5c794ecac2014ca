/** The boxes of an MP4 file (ISO/IEC 14496-12 section 4.2), as far as a clip is looked through before it leaves. */

const HEAD = 8;
/** Boxes that hold boxes on the way to what is looked for. */
const AROUND = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Where cameras write where and by what phone a clip was taken. */
const TELLING = new Set(['udta', 'meta', 'uuid']);
/** Where it says when it was made and changed, before all else but a version of four bytes; later versions in longer numbers. */
const TIMED = new Set(['mvhd', 'tkhd', 'mdhd']);
/** Where the name that people read begins in a handler. */
const HANDLER_NAME_AT = 24;
/** Before the entries of a sample description come its version and their number. */
const ENTRIES_AFTER = 8;
const EMPTY = [0x66, 0x72, 0x65, 0x65]; // free

interface Box {
  kind: string;
  /** Where its name is. */
  name: number;
  body: number;
  end: number;
}

/**
 * Takes out of `file` what it tells beside its pictures and sound: such boxes become free space, so that nothing moves.
 * Answers the codecs of its tracks; throws if its boxes do not fit into each other.
 */
export function bare(file: Uint8Array): Set<string> {
  const codecs = new Set<string>();
  look(new DataView(file.buffer, file.byteOffset, file.byteLength), 0, file.byteLength, codecs);
  return codecs;
}

function look(file: DataView, from: number, to: number, codecs: Set<string>): void {
  for (const box of boxesOf(file, from, to)) {
    const bytes = new Uint8Array(file.buffer, file.byteOffset + box.body, box.end - box.body);
    if (TELLING.has(box.kind)) {
      new Uint8Array(file.buffer, file.byteOffset + box.name).set(EMPTY);
      bytes.fill(0);
    } else if (TIMED.has(box.kind)) bytes.fill(0, 4, bytes[0] === 1 ? 20 : 12);
    else if (box.kind === 'hdlr') bytes.fill(0, HANDLER_NAME_AT);
    else if (AROUND.has(box.kind)) look(file, box.body, box.end, codecs);
    else if (box.kind === 'stsd') {
      for (const entry of boxesOf(file, box.body + ENTRIES_AFTER, box.end)) codecs.add(entry.kind);
    }
  }
}

function* boxesOf(file: DataView, from: number, to: number): Generator<Box> {
  let at = from;
  while (at + HEAD <= to) {
    const short = file.getUint32(at);
    // A size of 1 is written large behind the name, one of 0 reaches to the end.
    const long = short === 1;
    const body = at + HEAD + (long ? 8 : 0);
    if (body > to) throw new RangeError('a box is cut off');
    const size = long ? Number(file.getBigUint64(at + HEAD)) : short || to - at;
    const end = at + size;
    if (end < body || end > to) throw new RangeError('a box does not fit');
    const letters = [0, 1, 2, 3].map((letter) => file.getUint8(at + 4 + letter));
    yield { kind: String.fromCharCode(...letters), name: at + 4, body, end };
    at = end;
  }
}
