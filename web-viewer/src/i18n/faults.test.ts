import { expect, test } from 'vitest';
import { HallFault } from '../hall/http';
import { codeWords, faultWords } from './faults';

test('a code that is known is said in the language of the screen, another in the hall’s own words', () => {
  expect(codeWords('order_ended', 'the order has ended')).toBe('该指令已结束。');
  expect(codeWords('something_new', 'a new thing')).toBe('a new thing');
  expect(codeWords('toString', '')).toBe('toString');
});

test('a fault without a code of its own is said by its status, with the field it names', () => {
  expect(faultWords(new HallFault(413, { code: 'http_413', message: '' }))).toBe('内容过大。');
  expect(faultWords(new HallFault(400, { code: 'bad_request', message: 'no', field: 'note' }))).toBe(
    '操作未成功：no（字段：note）',
  );
});
