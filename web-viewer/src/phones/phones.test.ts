import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Hall, HallFault } from '../hall/http';
import type { PhoneView } from '../protocol/PhoneView';
import { Phones } from './phones.svelte';
import { anOfficer, aPhone } from './samples';

const wu = anOfficer('p1');
const lost = aPhone('f1', wu);
const kept = aPhone('f2', wu);

/** A hall with phones, which may be out of reach, slow, or have lost one already. */
class WithPhones {
  phones: PhoneView[] = [lost, kept];
  asked: string[] = [];
  fault: HallFault | null = null;
  /** Answers wait for this. */
  until: Promise<void> = Promise.resolve();

  get = async (path: string) => {
    this.asked.push(path);
    const answer = path === '/api/people' ? [wu] : [...this.phones];
    await this.until;
    if (this.fault) throw this.fault;
    return answer;
  };
  delete = async (path: string) => {
    if (this.fault) throw this.fault;
    const id = path.split('/')[3];
    if (!this.phones.some((phone) => phone.id === id)) throw new HallFault(404, { code: 'not_found', message: '' });
    this.phones = this.phones.filter((phone) => phone.id !== id);
  };
}

describe('the phones', () => {
  let hall: WithPhones;
  let phones: Phones;
  beforeEach(async () => {
    vi.useFakeTimers();
    hall = new WithPhones();
    phones = new Phones(hall as unknown as Hall);
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(() => {
    phones.close();
    vi.useRealTimers();
  });

  it('are there with their people, and asked for again', async () => {
    expect(phones.people).toEqual([wu]);
    expect(phones.all).toEqual([lost, kept]);
    hall.phones = [kept];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phones.all).toEqual([kept]);
  });

  it('are asked for often while one is awaited, the people not', async () => {
    hall.asked = [];
    phones.await(true);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(hall.asked).toEqual(Array(4).fill('/api/phones'));
    hall.asked = [];
    phones.await(false);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(hall.asked).toEqual([]);
  });

  it('are asked for no more once the page is closed', async () => {
    hall.asked = [];
    phones.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hall.asked).toEqual([]);
  });

  it('stay as they were last known when the hall is out of reach, which is said until it answers', async () => {
    hall.fault = new HallFault(0, { code: 'hall_unreachable', message: '' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phones.all).toEqual([lost, kept]);
    expect(phones.fault).toBe(hall.fault);
    hall.fault = null;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phones.fault).toBeUndefined();
  });

  it('lose the one that is put out, and a list from before does not bring it back', async () => {
    let answer = () => {};
    hall.until = new Promise((resolve) => {
      answer = resolve;
    });
    void phones.ask();
    await phones.revoke(lost);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(phones.all).toEqual([kept]);
    expect(phones.revoked).toEqual({ phone: lost, is: 'revoked' });
    expect(phones.revoking).toBeNull();
  });

  it('say it when somebody else had put it out, and when it could not be', async () => {
    hall.phones = [kept];
    await phones.revoke(lost);
    expect(phones.revoked?.is).toBe('gone');
    expect(phones.all).toEqual([kept]);
    hall.fault = new HallFault(0, { code: 'hall_unreachable', message: '' });
    await phones.revoke(kept);
    expect(phones.revoked).toEqual({ phone: kept, is: 'failed', fault: hall.fault });
    expect(phones.all).toEqual([kept]);
  });
});
