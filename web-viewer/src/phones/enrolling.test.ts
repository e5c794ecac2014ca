import { beforeEach, describe, expect, it } from 'vitest';
import { type Hall, HallFault } from '../hall/http';
import type { PhoneView } from '../protocol/PhoneView';
import { Enrolling } from './enrolling.svelte';
import { anOfficer, aPhone } from './samples';

const ORIGIN = 'https://hall.example';
const EXPIRES = Date.parse('2026-11-23T08:15:00.000Z');
const wu = anOfficer('p1');
const old = aPhone('f1', wu);
const fresh = aPhone('f2', wu);
const anothers = aPhone('f3', anOfficer('p2'));

/** A hall that makes codes, or says why not. */
class Making {
  phones: PhoneView[] = [old];
  fault: HallFault | null = null;
  asked: unknown[] = [];

  get = async () => this.phones;
  post = async (path: string, body: unknown) => {
    this.asked.push([path, body]);
    if (this.fault) throw this.fault;
    return { qr: `yike://enrol?${this.asked.length}`, expires_at: new Date(EXPIRES).toISOString() };
  };
}

describe('a phone on its way in', () => {
  let hall: Making;
  let enrolling: Enrolling;
  beforeEach(() => {
    hall = new Making();
    enrolling = new Enrolling(hall as unknown as Hall, wu, ORIGIN);
  });

  it('has a code made for its person at the address of this page', async () => {
    expect(enrolling.stage.is).toBe('making');
    await enrolling.make();
    expect(hall.asked).toEqual([['/api/enrolments', { person: 'p1', hall: ORIGIN }]]);
    expect(enrolling.stage).toEqual({ is: 'shown', qr: 'yike://enrol?1', expiresAt: EXPIRES });
  });

  it('is there once its person has a phone that was not there before', async () => {
    await enrolling.make();
    enrolling.look([old, anothers], EXPIRES - 1);
    expect(enrolling.stage.is).toBe('shown');
    enrolling.look([old, anothers, fresh], EXPIRES - 1);
    expect(enrolling.stage).toEqual({ is: 'enrolled', phone: fresh });
  });

  it('is told from one that came before the page heard of it', async () => {
    hall.phones = [old, fresh];
    await enrolling.make();
    enrolling.look([old, fresh], EXPIRES - 1);
    expect(enrolling.stage.is).toBe('shown');
  });

  it('has no code any more when its time is over, but may have come by it', async () => {
    await enrolling.make();
    enrolling.look([old], EXPIRES);
    expect(enrolling.stage.is).toBe('expired');
    enrolling.look([old, fresh], EXPIRES + 1_000);
    expect(enrolling.stage).toEqual({ is: 'enrolled', phone: fresh });
  });

  it('is given another code after the first, and seen if it came by the first', async () => {
    await enrolling.make();
    enrolling.look([old], EXPIRES);
    hall.phones = [old, fresh];
    await enrolling.make();
    expect(enrolling.stage).toMatchObject({ is: 'shown', qr: 'yike://enrol?2' });
    enrolling.look(hall.phones, EXPIRES - 1);
    expect(enrolling.stage.is).toBe('enrolled');
  });

  it('says why no code was made, and tries again', async () => {
    hall.fault = new HallFault(422, { code: 'no_officer', message: '' });
    await enrolling.make();
    expect(enrolling.stage).toEqual({ is: 'failed', fault: hall.fault });
    enrolling.look([old, fresh], EXPIRES);
    expect(enrolling.stage.is).toBe('failed');
    hall.fault = null;
    await enrolling.make();
    expect(enrolling.stage.is).toBe('shown');
  });
});
