/** What the screens of orders say of trouble: why one may be late, why it was, who has been told. */
import { spanText } from '../i18n/moment';
import { words } from '../i18n/words';
import type { Cause } from '../protocol/Cause';
import type { EscalationLevel } from '../protocol/EscalationLevel';
import type { LateReason } from '../protocol/LateReason';
import type { Trouble } from '../protocol/Trouble';

const sayName = words<Record<Cause['cause'], string>>(
  {
    nobody_free: '没有空闲单兵',
    nobody_asked: '尚未派给任何人',
    declined: '被拒单',
    no_answer: '单兵未应答',
    phone_dark: '手机失联',
    not_set_off: '接单后未出发',
    not_moving: '停滞不前',
    slow: '行进缓慢',
    too_far: '路程太远',
    not_done: '到场后未完成',
    unknown: '原因不明',
  },
  {
    nobody_free: 'no unit is free',
    nobody_asked: 'nobody has been asked',
    declined: 'declined',
    no_answer: 'no answer',
    phone_dark: 'phone dark',
    not_set_off: 'has not set off',
    not_moving: 'not moving',
    slow: 'comes too slowly',
    too_far: 'too far away',
    not_done: 'there, but not done',
    unknown: 'cause unknown',
  },
);

const say = words(
  { for: '{cause} {time}', units: '{cause}（{n} 人）' },
  { for: '{cause} for {time}', units: '{cause} by {n}' },
);

/** Why an order may be late, since when or by how many. */
export function sayCause(told: Cause): string {
  const cause = sayName(told.cause);
  if ('for_s' in told) return say('for', { cause, time: spanText(told.for_s * 1000) });
  return 'units' in told ? say('units', { cause, n: told.units }) : cause;
}

export const sayLateReason = words<Record<LateReason, string>>(
  {
    no_unit_free: '无空闲单兵',
    too_far: '距离太远',
    traffic: '道路拥堵或封闭',
    phone_dark: '手机失联',
    declined: '拒单或无应答',
    wrong_place: '地点有误',
    other: '其他',
  },
  {
    no_unit_free: 'No unit was free',
    too_far: 'Too far away',
    traffic: 'Traffic or a closed road',
    phone_dark: 'The phone was dark',
    declined: 'Declined or not answered',
    wrong_place: 'Wrong place',
    other: 'Other',
  },
);

export const sayLevel = words<Record<EscalationLevel, string>>(
  { seat: '席位', town: '街镇', district: '区大厅', leader: '领导' },
  { seat: 'the seat', town: 'the town', district: 'the district', leader: 'the leader' },
);

export const sayTrouble = words<Record<Trouble, string>>(
  {
    amber: '可能超时',
    desk_silent: '街镇未处理',
    no_taker: '无人接单',
    half_gone: '时限过半，难以按时到场',
    breached: '已超时',
  },
  {
    amber: 'may be late',
    desk_silent: 'the town’s desk is silent',
    no_taker: 'nobody has taken it',
    half_gone: 'half the time gone, arrival in time unlikely',
    breached: 'late',
  },
);
