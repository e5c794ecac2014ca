import { expect, test } from 'vitest';
import { csv } from './csv';

test('a table reads as it is meant in an office program', () => {
  const text = csv([
    ['类型', 'Orders'],
    ['紧急', 12],
    ['a "b", c', null],
    ['=1+1', -3],
  ]);
  expect(text).toBe('\ufeff类型,Orders\r\n紧急,12\r\n"a ""b"", c",\r\n\'=1+1,-3\r\n');
});
