/** A table as a CSV file that office programs open as it is meant: UTF-8 with its mark, RFC 4180 quoting. */

const BYTE_ORDER_MARK = '\ufeff';

/** `rows` of cells, the first one the head. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A text that begins like a formula is one to an office program, unless it is told otherwise.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
