/** The kinds of orders and incidents that a seat looks at: of lists and map alike. */
import type { IncidentKind } from '../protocol/IncidentKind';
import type { IncidentView } from '../protocol/IncidentView';
import type { OrderKind } from '../protocol/OrderKind';
import type { OrderView } from '../protocol/OrderView';
import type { Board } from './board';

/** Every kind of order. */
export const ORDER_KINDS: readonly OrderKind[] = ['emergency', 'routine', 'standby'];

/** Every kind of incident that somebody reports; an SOS comes by itself. */
export const REPORTED_KINDS: readonly IncidentKind[] = [
  'fire',
  'traffic',
  'medical',
  'crowd',
  'flooding',
  'public_order',
  'other',
];

/** What is looked at; null is every kind. */
export interface Kinds {
  readonly order: OrderKind | null;
  readonly incident: IncidentKind | null;
}

export const EVERY_KIND: Kinds = { order: null, incident: null };

/** Whether `order` is among what is looked at. */
export function showsOrder({ order }: Kinds, { kind }: Pick<OrderView, 'kind'>): boolean {
  return order === null || order === kind;
}

/** Whether `incident` is among what is looked at: an officer in danger always is. */
export function showsIncident({ incident }: Kinds, { kind }: Pick<IncidentView, 'kind'>): boolean {
  return incident === null || kind === 'sos' || incident === kind;
}

/** `board` with what is looked at alone, besides the order and the incident that are chosen. */
export function ofKinds(board: Board, kinds: Kinds, chosen: { order: string | null; incident: string | null }): Board {
  if (kinds.order === null && kinds.incident === null) return board;
  const orders = [...board.orders].filter(([id, order]) => id === chosen.order || showsOrder(kinds, order));
  const incidents = [...board.incidents].filter(
    ([id, incident]) => id === chosen.incident || showsIncident(kinds, incident),
  );
  return { ...board, orders: new Map(orders), incidents: new Map(incidents) };
}
