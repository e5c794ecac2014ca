/** The words of the glossary as the screens say them: states, kinds, reasons, roles. */
import type { Phase } from '../board/countdown';
import type { LegLook } from '../board/legs';
import type { PartState } from '../board/part';
import type { DeclineReason } from '../protocol/DeclineReason';
import type { IncidentKind } from '../protocol/IncidentKind';
import type { Leg } from '../protocol/Leg';
import type { OrderKind } from '../protocol/OrderKind';
import type { OrderState } from '../protocol/OrderState';
import type { SessionView } from '../protocol/SessionView';
import type { UnitState } from '../protocol/UnitState';
import { words } from './words';

/** The three legs. */
export const sayLeg = words<Record<Leg, string>>(
  { arrived: '到场', on_video: '连线', reported: '反馈' },
  { arrived: 'Arrived', on_video: 'On video', reported: 'Reported' },
);

/** How a leg stands. */
export const sayLegState = words<Record<LegLook['state'], string>>(
  {
    pending: '待完成',
    met: '已完成',
    met_late: '超时完成',
    breached: '超时未完成',
    corrected: '按时，已更正',
    unmet: '未完成',
  },
  {
    pending: 'pending',
    met: 'done',
    met_late: 'done, late',
    breached: 'not done in time',
    corrected: 'in time, corrected',
    unmet: 'not done',
  },
);

/** How a response clock stands. */
export const sayPhase = words<Record<Phase, string>>(
  {
    waiting: '待签收',
    on_time: '剩余',
    soon: '即将超时',
    late: '已超时',
    untimed: '不限时',
    done: '三项完成',
    ended: '已停表',
  },
  {
    waiting: 'Waiting for receipt',
    on_time: 'left',
    soon: 'Due soon',
    late: 'Overdue',
    untimed: 'No limit',
    done: 'All three done',
    ended: 'Stopped',
  },
);

export const sayUnitState = words<Record<UnitState, string>>(
  { available: '空闲', busy: '任务中', unreachable: '失联', off_duty: '离岗' },
  { available: 'Available', busy: 'Busy', unreachable: 'Unreachable', off_duty: 'Off duty' },
);

/** How far a unit has come with an order. */
export const sayPartState = words<Record<PartState, string>>(
  {
    offered: '已派发',
    delivered: '已送达',
    accepted: '已接单',
    declined: '已拒单',
    under_way: '赶赴中',
    there: '已到场',
    in_place: '已就位',
    came: '已到场',
    withdrawn: '已撤回',
  },
  {
    offered: 'Offered',
    delivered: 'Delivered',
    accepted: 'Accepted',
    declined: 'Declined',
    under_way: 'Under way',
    there: 'At the scene',
    in_place: 'In place',
    came: 'Was at the scene',
    withdrawn: 'Withdrawn',
  },
);

export const sayDeclineReason = words<Record<DeclineReason, string>>(
  { engaged: '手头有事', too_far: '太远赶不到', broken: '车辆或设备故障', other: '其他原因' },
  { engaged: 'Engaged elsewhere', too_far: 'Too far away', broken: 'Vehicle or kit broken', other: 'Other reason' },
);

export const sayOrderState = words<Record<OrderState, string>>(
  { open: '进行中', closed: '已办结', cancelled: '已取消', expired: '已过期' },
  { open: 'open', closed: 'closed', cancelled: 'cancelled', expired: 'expired' },
);

export const sayOrderKind = words<Record<OrderKind, string>>(
  { emergency: '紧急', routine: '日常', standby: '待命' },
  { emergency: 'Emergency', routine: 'Routine', standby: 'Standby' },
);

export const sayIncidentKind = words<Record<IncidentKind, string>>(
  {
    fire: '火情',
    traffic: '交通',
    medical: '医疗',
    crowd: '人群聚集',
    flooding: '积水',
    public_order: '治安',
    other: '其他',
    sos: '一键求助',
  },
  {
    fire: 'Fire',
    traffic: 'Traffic',
    medical: 'Medical',
    crowd: 'Crowd',
    flooding: 'Flooding',
    public_order: 'Public order',
    other: 'Other',
    sos: 'SOS',
  },
);

export const sayRole = words<Record<SessionView['role'], string>>(
  { officer: '单兵', dispatcher: '调度员', leader: '领导', town_desk: '街镇值守', administrator: '管理员' },
  {
    officer: 'Officer',
    dispatcher: 'Dispatcher',
    leader: 'Leader',
    town_desk: 'Town desk',
    administrator: 'Administrator',
  },
);
