import { expect, it } from 'vitest';
import { isThisMachine } from './reachable-origin';

it('tells the names of this machine alone from those that others can reach', () => {
  for (const url of ['http://localhost:8080', 'http://127.0.0.1', 'http://127.9.9.9:1', 'http://[::1]:8443'])
    expect(isThisMachine(new URL(url).hostname), url).toBe(true);
  for (const url of ['https://hall.example', 'https://10.0.0.7:8443', 'https://127.example', 'http://[2001:db8::1]'])
    expect(isThisMachine(new URL(url).hostname), url).toBe(false);
});
