/** Identities made on this page: UUID version 7 (RFC 9562 section 5.7), so that they sort by when they were made. */

/** Makes identities; each is greater than the one before, also within a millisecond and when the clock steps back. */
export class Ids {
  #last = 0;
  #count = 0;

  /** The next identity at `now`, in milliseconds since 1970. */
  next(now: number): string {
    const millisecond = Math.floor(now);
    if (millisecond > this.#last) {
      this.#last = millisecond;
      this.#count = 0;
    } else {
      this.#count += 1;
      if (this.#count > 0xfff) {
        this.#last += 1;
        this.#count = 0;
      }
    }
    const random = crypto.getRandomValues(new Uint8Array(8));
    const time = this.#last.toString(16).padStart(12, '0');
    const count = this.#count.toString(16).padStart(3, '0');
    const variant = hex([((random[0] ?? 0) & 0x3f) | 0x80, random[1] ?? 0]);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}-${hex(random.slice(2))}`;
  }
}

/** Bytes in lower-case hexadecimal. */
export function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
