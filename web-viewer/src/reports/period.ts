/** The days that a report is about, as two fields of dates hold them. */

/** `YYYY-MM-DD` of the day of `time` where this machine stands. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of `day` and the first one after `last`, RFC 3339 in UTC; null if they are no days in sequence. */
export function period(day: string, last: string): { from: string; to: string } | null {
  const from = new Date(`${day}T00:00:00`);
  const to = new Date(`${last}T00:00:00`);
  to.setDate(to.getDate() + 1);
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from >= to) return null;
  return { from: from.toISOString(), to: to.toISOString() };
}
