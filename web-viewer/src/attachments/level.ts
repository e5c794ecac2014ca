/** How loud it is at a microphone, so that whoever speaks sees that they are heard. */

const LOOK_MS = 80;
/** What a voice near the microphone comes to, as a root mean square. */
const LOUD = 0.25;

/** Tells how loud `stream` is, 0 to 1, until the answer is called; nothing where the browser cannot measure it. */
export function followLevel(stream: MediaStream, tell: (level: number) => void): () => void {
  if (typeof AudioContext === 'undefined') return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const looking = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    tell(Math.min(1, Math.sqrt(power) / LOUD));
  }, LOOK_MS);
  return () => {
    clearInterval(looking);
    tell(0);
    void context.close();
  };
}
