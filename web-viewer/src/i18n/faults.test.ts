import { expect, test } from 'vitest';
import '../checklist/words';
import '../console/fault-words';
import { HallFault } from '../hall/http';
import '../units/camera-request-words';
import { codeWords, faultWords } from './faults';

test('a code that is known is said in the language of the screen, another in the hall’s own words', () => {
  expect(codeWords('order_ended', 'the order has ended')).toBe('该指令已结束。');
  expect(codeWords('something_new', 'a new thing')).toBe('a new thing');
  expect(codeWords('toString', '')).toBe('toString');
});

test('a fault without a code that is known is said by its status, with the field it names', () => {
  expect(faultWords(new HallFault(413, { code: 'http_413', message: '' }))).toBe('内容过大。');
  expect(faultWords(new HallFault(400, { code: 'bad_request', message: 'no', field: 'note' }))).toBe(
    '填写的内容有误，操作未生效。（字段：note）',
  );
});

/** Every Rust source of the hall and of what it is made of. */
const SOURCES: Record<string, string> = import.meta.glob(['../../../server/**/*.rs', '../../../mobile-core/**/*.rs'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The codes of the hall's faults, by the four ways in which its sources write them. */
function codes(): Set<string> {
  const found = Object.values(SOURCES).flatMap((source) => {
    const functions = [...source.matchAll(/fn code\(self\)[\s\S]*?\n {4}\}/g)].map(([text]) => text).join('\n');
    return [
      ...source.matchAll(/(?:HttpFault|Self)::new\(\s*[\w:.()]+,\s*"([a-z_0-9]+)"/g),
      ...source.matchAll(/Refusal::\w+ => \(StatusCode::\w+, "([a-z_0-9]+)"\)/g),
      ...source.matchAll(/refused\(\s*"([a-z_0-9]+)"/g),
      ...source.matchAll(/const BROKE_DOWN: &str = "([a-z_0-9]+)"/g),
      ...functions.matchAll(/=> "([a-z_0-9]+)"/g),
    ].map(([, code]) => code ?? '');
  });
  return new Set(found);
}

test('a code that only the console meets is said with or without a fault', () => {
  expect(codeWords('drill_running', '')).toBe(
    faultWords(new HallFault(409, { code: 'drill_running', message: 'busy' })),
  );
});

test('every code that the hall can answer is said in words', () => {
  const all = codes();
  for (const sure of [
    'forbidden',
    'not_kept',
    'no_roads',
    'order_ended',
    'offer_not_sdp',
    'drill_broke_down',
    'broken_off',
  ])
    expect(all).toContain(sure);
  expect(all.size).toBeGreaterThan(60);
  expect([...all].filter((code) => codeWords(code, '') === code)).toEqual([]);
});
