import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address';

const unit = '018f3b2a-0000-7000-8000-00000abcdef1';
const order = '018f3b2a-0000-7000-8000-00000abcdef2';
const nothing = { unit: null, order: null, incident: null };

describe('the address of what is looked at', () => {
  it('reads back what it wrote', () => {
    expect(writeAddress(nothing)).toBe('');
    expect(readAddress('')).toEqual(nothing);
    expect(readAddress(writeAddress({ unit, order, incident: null }))).toEqual({ unit, order, incident: null });
    expect(writeAddress({ unit, order, incident: null })).toBe(`#unit=${unit}&order=${order}`);
  });

  it('passes over what is no id', () => {
    expect(readAddress(`#unit=<script>&order=${order}&incident=`)).toEqual({ ...nothing, order });
  });
});
