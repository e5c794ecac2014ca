import { describe, expect, it } from 'vitest';
import { language } from '../i18n/language.svelte';
import { addresseeName, whoIsMeant } from './addressee';
import { emptyBoard } from './board';
import { parsePoint, placeMore, placeName, pointText } from './place';
import { reduce } from './reduce';
import { aUnit, boardMessage } from './samples';

describe('a place as typed', () => {
  it.each([
    ['47.1410,9.5215', 47.141, 9.5215],
    [' 47.1410 , 9.5215 ', 47.141, 9.5215],
    ['47.1410，9.5215', 47.141, 9.5215],
    ['-31 121', -31, 121],
  ])('%s is a point', (text, lat, lon) => {
    expect(parsePoint(text)).toEqual({ lat, lon });
  });

  it.each(['', '47.1', '91,9', '47,181', '47,9,1', 'Vaduz', '47.1;nine', '1e2,3'])('%s is none', (text) => {
    expect(parsePoint(text)).toBeNull();
  });

  it('is written so that it reads back as itself', () => {
    const point = { lat: 47.1410001, lon: 9.5 };
    expect(parsePoint(pointText(point))).toEqual({ lat: 47.141, lon: 9.5 });
  });

  it('is called by its name, else its address, else its coordinates', () => {
    const place = { name: '', address: '', lat: 47.141, lon: 9.5215 };
    expect(placeName(place)).toBe('47.14100, 9.52150');
    expect(placeName({ ...place, address: '街 1 号' })).toBe('街 1 号');
    expect(placeMore({ ...place, address: '街 1 号' })).toBe('');
    expect(placeMore({ ...place, name: '广场', address: '街 1 号' })).toBe('街 1 号');
  });
});

describe('an addressee as typed', () => {
  const board = reduce(
    emptyBoard,
    boardMessage({
      units: [aUnit('u1', { name: '陈伟 01' }), aUnit('u2', { name: 'Li, Na' }), aUnit('u3', { name: '王芳' })],
    }),
  );

  it('is a unit or a town by name, whatever the case and width', () => {
    expect(whoIsMeant(board, ' 陈伟 01 ')).toEqual({ addressee: { unit: 'u1' } });
    expect(whoIsMeant(board, '陈伟 ０１')).toEqual({ addressee: { unit: 'u1' } });
    expect(whoIsMeant(board, 'schaan')).toEqual({ addressee: { town: 't2' } });
    expect(whoIsMeant(board, 'Li, Na')).toEqual({ addressee: { unit: 'u2' } });
  });

  it('is a team when there are several, each once', () => {
    expect(whoIsMeant(board, '陈伟 01、王芳，陈伟 01')).toEqual({ addressee: { team: ['u1', 'u3'] } });
    expect(whoIsMeant(board, '王芳、')).toEqual({ addressee: { unit: 'u3' } });
  });

  it('names what it does not know', () => {
    expect(whoIsMeant(board, '赵云')).toEqual({ unknown: '赵云' });
    expect(whoIsMeant(board, '王芳、赵云')).toEqual({ unknown: '赵云' });
  });

  it('is nobody while more than one goes by the name', () => {
    const twice = reduce(
      emptyBoard,
      boardMessage({
        units: [aUnit('u1', { name: '王芳' }), aUnit('u2', { name: '王芳' }), aUnit('u3', { name: '瓦杜兹' })],
      }),
    );
    expect(whoIsMeant(twice, '王芳')).toEqual({ ambiguous: '王芳' });
    expect(whoIsMeant(twice, '瓦杜兹')).toEqual({ ambiguous: '瓦杜兹' });
    expect(whoIsMeant(twice, 'Schaan、王芳')).toEqual({ unknown: 'Schaan' });
  });

  it('is called by name again', () => {
    expect(addresseeName(board, { team: ['u1', 'u3'] })).toBe('陈伟 01、王芳');
    language.choose('en');
    expect(addresseeName(board, { team: ['u1', 'u3'] })).toBe('陈伟 01, 王芳');
    language.choose('zh');
    expect(addresseeName(board, { town: 't1' })).toBe('瓦杜兹');
    expect(addresseeName(board, { unit: '018f3b2a-0000-7000-8000-00000abcdef1' })).toBe('#bcdef1');
  });
});
