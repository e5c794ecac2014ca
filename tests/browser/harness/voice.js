/** A microphone that hears what a story wants: a tone, or nothing. */

/** Gives a page's microphone a voice from its next load on; silent until `window.speak(true)`. */
export function giveVoice(page) {
  return page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      const [own] = stream.getAudioTracks();
      if (!own) return stream;
      const context = new AudioContext();
      const tone = context.createOscillator();
      const loudness = context.createGain();
      const heard = context.createMediaStreamDestination();
      loudness.gain.value = 0;
      tone.connect(loudness).connect(heard);
      tone.start();
      window.speak = (aloud) => {
        loudness.gain.value = aloud ? 0.5 : 0;
      };
      own.stop();
      stream.removeTrack(own);
      stream.addTrack(heard.stream.getAudioTracks()[0]);
      return stream;
    };
  });
}
