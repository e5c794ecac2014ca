/** Whether a phone can reach the hall where this page found it: a code that names this machine alone enrols nothing. */

/** Whether `hostname`, as an address of a page has it, leads back to the machine that asks. */
export function isThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
