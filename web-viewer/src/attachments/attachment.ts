/** A photo or a sound note as it is on this machine. */

/** Bytes that go to the hall. */
export interface KeptFile {
  /** Their SHA-256 in hex, by which everybody calls them. */
  sha256: string;
  /** The bytes with their media type; a sound note's too, since this is what stands on the disks of phones. */
  photo: Blob;
}
