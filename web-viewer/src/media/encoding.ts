/**
 * Whether a picture that is sent is encoded; it rests while nobody needs it.
 *
 * The browser takes its time over a change and shows the former state meanwhile, while somebody may already have turned to
 * the picture again: changes are carried out one after the other, and the last word counts.
 */

/** Has the picture of `sender` encoded, if there is one, or not; resolved once the last word is carried out. */
export function encoding(sender: () => RTCRtpSender | undefined): (needed: boolean) => Promise<void> {
  let wanted = true;
  let working: Promise<void> | undefined;
  const work = async () => {
    for (let told: boolean | undefined; told !== wanted; ) {
      told = wanted;
      await tell(sender(), told);
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
