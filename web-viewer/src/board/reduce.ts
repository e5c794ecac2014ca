/**
 * The fold of the hall's messages into a board.
 *
 * Pure: each change carries the whole of what changed, so folding one in is replacing by id. A message that says
 * nothing of the board, or comes from a newer hall, leaves it as it is.
 */
import type { ToViewer } from '../protocol/ToViewer';
import type { UnitMove } from '../protocol/UnitMove';
import type { UnitView } from '../protocol/UnitView';
import type { Board } from './board';

/** The board after `message`. */
export function reduce(board: Board, message: ToViewer): Board {
  switch (message.type) {
    case 'board':
      return {
        ...board,
        filled: true,
        viewer: message.viewer,
        seat: message.seat,
        rule: message.rule,
        towns: byId(message.towns),
        desks: new Set(message.desks),
        units: byId(message.units),
        incidents: byId(message.incidents),
        orders: byId(message.orders),
        // A hall that has no room says so right after its board.
        noRoomToRecord: false,
        // Nor does it tell of silence until it has told of a voice.
        speaking: new Set(),
        // What is foreseen follows order by order; what was foreseen before is good until then.
        forecasts: new Map([...board.forecasts].filter(([id]) => message.orders.some((order) => order.id === id))),
      };
    case 'desk_live':
      return { ...board, desks: withOrWithout(board.desks, message.town, message.live) };
    case 'unit_changed':
      return { ...board, units: put(board.units, message.unit) };
    case 'units_moved':
      return { ...board, units: move(board.units, message.units) };
    case 'incident_changed':
      return { ...board, incidents: put(board.incidents, message.incident) };
    case 'order_changed':
      return { ...board, orders: put(board.orders, message.order) };
    case 'forecasts':
      return { ...board, forecasts: new Map(board.forecasts).set(message.order, message.forecasts) };
    case 'promise_map':
      return { ...board, promiseMap: message.map };
    case 'recording_room':
      return { ...board, noRoomToRecord: message.short };
    case 'speaking':
      return { ...board, speaking: new Set([...message.units, ...message.desks]) };
    default:
      return board;
  }
}

function byId<Thing extends { id: string }>(things: Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.id, thing]));
}

function put<Thing extends { id: string }>(
  known: ReadonlyMap<string, Thing>,
  thing: Thing,
): ReadonlyMap<string, Thing> {
  return new Map(known).set(thing.id, thing);
}

function withOrWithout<Id>(known: ReadonlySet<Id>, id: Id, there: boolean): ReadonlySet<Id> {
  const all = new Set(known);
  if (there) all.add(id);
  else all.delete(id);
  return all;
}

/** A unit that is not known cannot move: its state comes first, or it is not this viewer's to see. */
function move(units: ReadonlyMap<string, UnitView>, moves: UnitMove[]): ReadonlyMap<string, UnitView> {
  const moved = new Map(units);
  for (const { unit: id, position } of moves) {
    const unit = moved.get(id);
    if (unit) moved.set(id, { ...unit, position, heard_at: later(unit.heard_at, position.taken_at) });
  }
  return moved;
}

/** RFC 3339 in UTC with three decimals sorts as text. */
function later(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}
