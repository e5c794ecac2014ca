/**
 * Whether a picture that is sent is encoded; it rests while nobody needs it.
 *
 * The browser takes its time over a change and shows the former state meanwhile, while somebody may already have turned to
 * the picture again: changes are carried out one after the other, and the last word counts. A change that the browser
 * refuses, as while the call is negotiated, is asked for again: a camera would else rest before those who look.
 */

/** How long to wait after the first refusal, and once more for each other in a row. */
const AGAIN_MS = 250;
const MOST_REFUSALS = 8;

/** Has the picture of `sender` encoded, if there is one, or not; resolved once the last word is carried out. */
export function encoding(sender: () => RTCRtpSender | undefined): (needed: boolean) => Promise<void> {
  let wanted = true;
  let working: Promise<void> | undefined;
  const work = async () => {
    let refusals = 0;
    for (let told: boolean | undefined; told !== wanted; ) {
      const now = wanted;
      try {
        await tell(sender(), now);
        [told, refusals] = [now, 0];
      } catch (error) {
        refusals += 1;
        if (refusals > MOST_REFUSALS) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * refusals));
      }
    }
  };
  return (needed) => {
    wanted = needed;
    working ??= work().finally(() => {
      working = undefined;
    });
    return working;
  };
}

async function tell(sender: RTCRtpSender | undefined, active: boolean): Promise<void> {
  const parameters = sender?.getParameters();
  if (!sender || !parameters || parameters.encodings.every((each) => each.active === active)) return;
  for (const each of parameters.encodings) each.active = active;
  await sender.setParameters(parameters);
}
