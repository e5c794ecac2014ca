/** Asking the browser for camera or microphone, which a person has to allow. */

/** How long one may think about the browser's question. */
const ASKING_MS = 60_000;

/** What was `asked` for, unless the question stays unanswered; a stream that comes after that is let go of. */
export function inTime(asked: Promise<MediaStream>): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let over = false;
    const deadline = setTimeout(() => {
      over = true;
      reject(new DOMException('The browser’s question was not answered.', 'TimeoutError'));
    }, ASKING_MS);
    asked.then((stream) => (over ? endStream(stream) : resolve(stream)), reject).finally(() => clearTimeout(deadline));
  });
}

/** Lets go of camera and microphone. */
export function endStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
}
