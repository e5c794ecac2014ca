/** What a change of the board is worth saying aloud: legs, breaches, what is handed up, ends, new incidents, units. */
import type { Escalation } from '../protocol/Escalation';
import type { Leg } from '../protocol/Leg';
import type { OrderView } from '../protocol/OrderView';
import type { ToViewer } from '../protocol/ToViewer';
import type { Board } from './board';
import { toldAnew } from './escalation';
import { LEGS } from './legs';
import { turnedAmber } from './outlook';
import { reduce } from './reduce';

export type News =
  | { what: 'order_new'; order: OrderView }
  | { what: 'leg_met'; order: OrderView; leg: Leg }
  | { what: 'leg_breached'; order: OrderView; leg: Leg }
  | { what: 'declined'; order: OrderView; unit: string }
  | { what: 'escalated'; order: OrderView; escalation: Escalation }
  | { what: 'passed_on'; order: OrderView }
  | { what: 'order_ended'; order: OrderView }
  | { what: 'amber'; order: OrderView }
  | { what: 'incident_new'; incident: string }
  | { what: 'live'; unit: string }
  | { what: 'desk_live'; town: string }
  | { what: 'unreachable'; unit: string };

/** What `message` brings that `before` did not know. A whole board is no news: everything in it may be old. */
export function news(before: Board, message: ToViewer): News[] {
  switch (message.type) {
    case 'order_changed':
      return orderNews(before.orders.get(message.order.id), message.order);
    case 'incident_changed':
      return before.incidents.has(message.incident.id) ? [] : [{ what: 'incident_new', incident: message.incident.id }];
    case 'unit_changed': {
      const known = before.units.get(message.unit.id);
      const { id, live, state } = message.unit;
      if (known && live && !known.live) return [{ what: 'live', unit: id }];
      if (known && state === 'unreachable' && known.state !== 'unreachable') return [{ what: 'unreachable', unit: id }];
      return [];
    }
    case 'desk_live': {
      const own = before.viewer?.role === 'town_desk';
      return message.live && !own && !before.desks.has(message.town) ? [{ what: 'desk_live', town: message.town }] : [];
    }
    case 'forecasts':
      return turnedAmber(before, reduce(before, message)).map((order) => ({ what: 'amber', order }));
    default:
      return [];
  }
}

function orderNews(known: OrderView | undefined, order: OrderView): News[] {
  if (!known) return [{ what: 'order_new', order }];
  const all: News[] = [];
  for (const leg of LEGS) {
    if (order.legs[leg] && !known.legs[leg]) all.push({ what: 'leg_met', order, leg });
    if (order.breaches[leg] && !known.breaches[leg]) all.push({ what: 'leg_breached', order, leg });
  }
  for (const asked of order.assignments) {
    const was = known.assignments.find(({ id }) => id === asked.id)?.state;
    if (asked.state === 'declined' && was !== 'declined') all.push({ what: 'declined', order, unit: asked.unit });
  }
  for (const escalation of toldAnew(known, order)) all.push({ what: 'escalated', order, escalation });
  if (order.passed_on && !known.passed_on) all.push({ what: 'passed_on', order });
  if (order.status !== 'open' && known.status === 'open') all.push({ what: 'order_ended', order });
  return all;
}
