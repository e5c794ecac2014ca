/** What the screens of orders say of trouble: why one may be late, why it was, who has been told. */
import type { Cause, LateReason, Level } from '../hall/soon';
import { spanText } from '../i18n/moment';
import { words } from '../i18n/words';

/** The causes that this page has a word for. */
const ZH = {
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
  traffic: '道路拥堵',
};
const sayKnown = words(ZH, {
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
  traffic: 'traffic',
});

const say = words(
  { for: '{cause} {time}', units: '{cause}（{n} 人）' },
  { for: '{cause} for {time}', units: '{cause} by {n}' },
);

/** Why an order may be late, since when or by how many; the hall's own name for a cause that this page does not know. */
export function sayCause({ cause: name, for_s, units }: Cause): string {
  const cause = Object.hasOwn(ZH, name) ? sayKnown(name as keyof typeof ZH) : name;
  if (for_s !== undefined) return say('for', { cause, time: spanText(for_s * 1000) });
  return units === undefined ? cause : say('units', { cause, n: units });
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

export const sayLevel = words<Record<Level, string>>(
  { seat: '席位', town: '街镇', district: '区大厅', leader: '领导' },
  { seat: 'the seat', town: 'the town', district: 'the district', leader: 'the leader' },
);
