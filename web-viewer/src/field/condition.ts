/** What the phone says of itself when the hall tests it, as far as a browser tells. */
import type { Permissions } from '../protocol/Permissions';
import type { PhoneCondition } from '../protocol/PhoneCondition';

type Asked = Pick<globalThis.Permissions, 'query'>;

/** What the browser lets the page do; null while the officer has not decided, or if the browser does not tell. */
export async function permissionsHere(asked: Asked | undefined = navigator.permissions): Promise<Permissions | null> {
  try {
    if (!asked) return null;
    const [location, notifications] = await Promise.all([
      asked.query({ name: 'geolocation' }),
      asked.query({ name: 'notifications' }),
    ]);
    if (location.state === 'prompt') return null;
    return {
      // A page is told where it is only while it is open, however much it may; and no browser keeps it awake.
      location: location.state === 'granted' ? 'while_in_use' : 'denied',
      notifications: notifications.state === 'granted',
      battery_exempt: false,
    };
  } catch {
    return null;
  }
}

/** The answer at `now`; the battery is in percent, `takenAt` when the latest fix was measured, both if known. */
export function conditionOf(
  permissions: Permissions | null,
  battery: number | null,
  takenAt: number | null,
  now: number,
): PhoneCondition {
  const fix_age_s = takenAt === null ? null : Math.max(0, Math.floor((now - takenAt) / 1000));
  return { permissions, battery_pct: battery, fix_age_s };
}
