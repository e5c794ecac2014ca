import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../board/kinds';
import { readAddress, writeAddress } from './address';

const unit = '018f3b2a-0000-7000-8000-00000abcdef1';
const order = '018f3b2a-0000-7000-8000-00000abcdef2';
const nothing = { unit: null, order: null, incident: null, kinds: EVERY_KIND };

describe('the address of what is looked at', () => {
  it('reads back what it wrote', () => {
    expect(writeAddress(nothing)).toBe('');
    expect(readAddress('')).toEqual(nothing);
    const looked = { ...nothing, unit, order };
    expect(readAddress(writeAddress(looked))).toEqual(looked);
    expect(writeAddress(looked)).toBe(`#unit=${unit}&order=${order}`);
  });

  it('keeps the kinds that lists and map are bound to', () => {
    const kinds = { order: 'routine', incident: 'fire' } as const;
    expect(writeAddress({ ...nothing, kinds })).toBe('#orders=routine&incidents=fire');
    expect(readAddress(writeAddress({ ...nothing, order, kinds }))).toEqual({ ...nothing, order, kinds });
    expect(readAddress('#orders=every&incidents=sos')).toEqual(nothing);
  });

  it('passes over what is no id', () => {
    expect(readAddress(`#unit=<script>&order=${order}&incident=`)).toEqual({ ...nothing, order });
  });
});
