/** What one viewer knows of the district. The hall decides; a board only remembers what it said. */
import type { DispatchRule } from '../protocol/DispatchRule';
import type { ForecastView } from '../protocol/ForecastView';
import type { IncidentId } from '../protocol/IncidentId';
import type { IncidentView } from '../protocol/IncidentView';
import type { OrderId } from '../protocol/OrderId';
import type { OrderView } from '../protocol/OrderView';
import type { PromiseMapView } from '../protocol/PromiseMapView';
import type { SeatView } from '../protocol/SeatView';
import type { SessionView } from '../protocol/SessionView';
import type { Town } from '../protocol/Town';
import type { TownId } from '../protocol/TownId';
import type { UnitId } from '../protocol/UnitId';
import type { UnitView } from '../protocol/UnitView';

export interface Board {
  /** Whether the hall has sent its board at all. */
  readonly filled: boolean;
  /** Who is looking. */
  readonly viewer: SessionView | null;
  /** What this seat can do beyond orders and incidents. */
  readonly seat: SeatView;
  /** By which rule the hall chooses units; null until the hall says it. */
  readonly rule: DispatchRule | null;
  readonly towns: ReadonlyMap<TownId, Town>;
  /** The towns whose desk shows its camera. */
  readonly desks: ReadonlySet<TownId>;
  readonly units: ReadonlyMap<UnitId, UnitView>;
  readonly incidents: ReadonlyMap<IncidentId, IncidentView>;
  readonly orders: ReadonlyMap<OrderId, OrderView>;
  /** What is foreseen of each order’s legs that are not met. */
  readonly forecasts: ReadonlyMap<OrderId, readonly ForecastView[]>;
  /** Where the promise can be kept now; null until the hall says it. */
  readonly promiseMap: PromiseMapView | null;
  /** Whether nothing is recorded, because the hall's disk has no room. */
  readonly noRoomToRecord: boolean;
  /** Who speaks in the pictures on this viewer's walls: units, and towns whose desk does. */
  readonly speaking: ReadonlySet<UnitId | TownId>;
}

/** What is known before the hall has said anything. */
export const emptyBoard: Board = {
  filled: false,
  viewer: null,
  seat: { rules_district: false, sees_district: false, has_roads: false },
  rule: null,
  towns: new Map(),
  desks: new Set(),
  units: new Map(),
  incidents: new Map(),
  orders: new Map(),
  forecasts: new Map(),
  promiseMap: null,
  noRoomToRecord: false,
  speaking: new Set(),
};

/** Whether `viewer` may give orders, raise incidents and end them. */
export function givesOrders(viewer: SessionView | null): boolean {
  return viewer?.role === 'dispatcher' || viewer?.role === 'town_desk';
}

/** The open order that `unit` has taken on or been offered, the latest first. */
export function ordersOf(board: Board, unit: UnitId): OrderView[] {
  const open = [...board.orders.values()].filter(
    (order) => order.status === 'open' && order.assignments.some((asked) => asked.unit === unit && stands(asked.state)),
  );
  return open.sort((a, b) => b.sent_at.localeCompare(a.sent_at));
}

/** Whether somebody asked has still to do with the order. */
export function stands(state: OrderView['assignments'][number]['state']): boolean {
  return state !== 'declined' && state !== 'withdrawn';
}
