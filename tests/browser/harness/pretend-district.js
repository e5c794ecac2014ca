/** The things of a pretended district: units, incidents, orders in all their states, what is foreseen. */

const MIDDLE = { lat: 47.141, lon: 9.5215 };
const NAMES = ['王芳', '李强', '陈伟', '赵云', '孙丽', '周杰', '吴敏', '郑凯', '冯涛', '何静', '吕布', '施磊', 'Marxer', 'Büchel'];
const PLACES = ['市政广场', '火车站', '体育馆', '人民路 12 号', '第一小学', 'Landstrasse 41', '医院南门', '老街'];
/** Metres in a degree of latitude. */
export const DEGREE_M = 111_320;

const at = (now, seconds) => new Date(now + seconds * 1000).toISOString();
const near = (north, east) => ({
  lat: MIDDLE.lat + north / DEGREE_M,
  lon: MIDDLE.lon + east / (DEGREE_M * Math.cos((MIDDLE.lat * Math.PI) / 180)),
});
const nothing = { arrived: null, on_video: null, reported: null };
const unmet = { ...nothing, arrival_detected: null };

/** All of it at `now`, in milliseconds; `id` makes identities. */
export function make(now, id) {
  const towns = ['瓦杜兹', 'Schaan', 'Triesen'].map((name, nth) => ({ id: id(100 + nth), name }));
  const units = NAMES.map((name, nth) => unit(now, id, nth, name, towns[nth % towns.length].id));
  const world = { now, id, towns, units, rule: 'cover', closures: [] };
  world.incidents = [
    { ...incident(id(301), { kind: 'fire', place: place(0, 300, 500), note: '三楼冒烟，有人被困' }), raised_at: at(now, -40) },
    { ...incident(id(302), { kind: 'medical', place: place(6, -800, 250) }), raised_at: at(now, -340) },
    { ...incident(id(303), { kind: 'traffic', place: place(3, 1500, -300) }), raised_at: at(now, -700) },
  ];
  world.orders = orders(world);
  world.forecasts = forecasts(world);
  world.cells = cells();
  world.map = promiseMap(world);
  world.drills = [
    drill(id(801), { rule: 'cover', units: 15, hours: 8, orders_per_hour: 12, runs: 10 }, 'done', 100, score(0.082, 402, 31)),
    drill(id(802), { rule: 'nearest', units: 15, hours: 8, orders_per_hour: 12, runs: 10 }, 'done', 100, score(0.099, 391, 0)),
  ];
  world.reports = [
    report('emergency', 214, 3, 6, 199, 187, 201, 14, 411, 742),
    report('routine', 88, 5, 2, 80, 61, 77, 4, 1310, 2650),
    report('standby', 31, 1, 0, 0, 0, 0, 0, null, null),
  ];
  return world;
}

function unit(now, id, nth, name, town) {
  const state = ['available', 'busy', 'available', 'available', 'unreachable', 'off_duty'][nth % 6];
  const here = near(Math.sin(nth * 2.4) * 2500, Math.cos(nth * 1.7) * 1500);
  const reachability = [
    { state: 'reachable', reasons: [] },
    { state: 'doubtful', reasons: ['notifications_off', 'battery_low'] },
    { state: 'dark', reasons: ['dark'] },
  ];
  const how = state === 'unreachable' ? 2 : nth % 5 === 2 ? 1 : 0;
  return {
    id: id(200 + nth),
    name: `${name} ${String(nth + 1).padStart(2, '0')}`,
    town,
    mode: ['car', 'e_bike', 'foot'][nth % 3],
    state,
    live: nth === 1,
    position:
      state === 'off_duty'
        ? null
        : {
            ...here,
            accuracy_m: 8,
            speed_mps: nth % 2 ? 9 : 0,
            heading_deg: (nth * 47) % 360,
            battery_pct: nth === 2 ? 14 : 90 - nth * 3,
            mock: false,
            taken_at: at(now, state === 'unreachable' ? -190 : -3),
          },
    heard_at: at(now, state === 'unreachable' ? -190 : -2),
    reachability: state === 'off_duty' ? null : { ...reachability[how], since: at(now, -120) },
  };
}

function place(nth, north, east) {
  return { name: PLACES[nth % PLACES.length], address: nth % 2 ? '' : '施泰特勒街 1 号', ...near(north, east) };
}

/** An incident as the hall would make it of `body`. */
export function incident(id, body) {
  return {
    place_known: true,
    unit: null,
    town: null,
    caller: null,
    note: '',
    raised_at: new Date().toISOString(),
    edited_at: null,
    closed_at: null,
    closed_because: null,
    merged_into: null,
    ...body,
    id,
  };
}

/** An order as the hall would make it of `body`. */
export function order(world, id, body) {
  const now = Date.now();
  const about = world.incidents.find((each) => each.id === body.incident);
  const limit_s = { emergency: 900, routine: 3600, standby: null }[body.kind ?? 'emergency'];
  const asked = 'unit' in body.addressee ? body.addressee.unit : world.units[0].id;
  return {
    id,
    kind: body.kind ?? 'emergency',
    incident: body.incident ?? null,
    place: body.place ?? about.place,
    addressee: body.addressee,
    note: body.note ?? '',
    status: 'open',
    sent_at: at(now, 0),
    started_at: at(now, 0),
    due_at: limit_s && at(now, limit_s),
    limit_s,
    ended_at: null,
    cancelled_because: null,
    lacks: 0,
    desk_due_at: null,
    passed_on: null,
    lead: null,
    escalations: [],
    assignments: [assignment(world, asked, 'offered', now)],
    legs: unmet,
    breaches: nothing,
    reports: [],
  };
}

function assignment(world, unit, state, now) {
  return {
    id: `${unit.slice(0, -3)}9${unit.slice(-2)}`,
    unit,
    state,
    offered_at: at(now, 0),
    delivered: null,
    answered: null,
    under_way: null,
    withdrawn_at: null,
    declined_because: null,
    choice: null,
  };
}

function orders(world) {
  const { now, id, units } = world;
  const one = (nth, seconds, other = {}) => ({
    ...order(world, id(400 + nth), { place: place(nth, nth * 500 - 1200, 900 - nth * 330), addressee: { unit: units[nth].id } }),
    sent_at: at(now, -seconds),
    started_at: at(now, -seconds),
    due_at: at(now, 900 - seconds),
    ...other,
  });
  const late = one(1, 1040);
  const stamp = (seconds, other) => ({ met_at: at(now, -seconds), learnt_at: at(now, -seconds), error_ms: 0, unit: units[3].id, by_hand: null, ...other });
  return [
    {
      ...late,
      breaches: { ...nothing, arrived: { declared_at: at(now, -140), corrected_at: null, explained: null } },
      assignments: [assignment(world, units[1].id, 'under_way', now)],
      escalations: [{ level: 'leader', because: 'breached', at: at(now, -140) }],
    },
    one(2, 620, {
      assignments: [assignment(world, units[7].id, 'under_way', now)],
      incident: id(303),
      escalations: [{ level: 'town', because: 'amber', at: at(now, -60) }],
    }),
    one(3, 300, {
      legs: { ...unmet, arrived: stamp(60, { by_hand: { by: null } }), on_video: stamp(40) },
      assignments: [assignment(world, units[3].id, 'under_way', now)],
    }),
    one(4, 45, { assignments: [], addressee: { best_placed: 1 } }),
    one(5, 100, { kind: 'routine', limit_s: 3600, due_at: at(now, 3500), assignments: [assignment(world, units[6].id, 'accepted', now)], addressee: { unit: units[6].id } }),
    one(6, 400, { kind: 'standby', limit_s: null, due_at: null, addressee: { unit: units[9].id }, assignments: [assignment(world, units[9].id, 'under_way', now)] }),
  ];
}

function forecasts({ now, orders: all, units }) {
  const [late, amber, there] = all;
  const one = (leg, in_time_pct, left, other = {}) => ({
    leg,
    at: at(now, -1),
    in_time_pct,
    expected_at: at(now, left),
    amber: false,
    cause: null,
    cure: null,
    ...other,
  });
  const unit = units[7].id;
  const still = {
    amber: true,
    cause: { cause: 'not_moving', unit, for_s: 92 },
    cure: { cure: 'second_unit', unit: units[0].id, in_time_pct: 88 },
  };
  const dark = { amber: true, cause: { cause: 'phone_dark', unit, for_s: 200 }, cure: { cure: 'call', unit } };
  return [
    [late.id, [one('arrived', 0, 95)]],
    [amber.id, [one('arrived', 37, 345, still), one('on_video', 41, 380, dark)]],
    [there.id, [one('reported', 96, 120)]],
  ];
}

/** The move that the hall would suggest. */
export function move({ units }) {
  const [, , , unit] = units;
  const from = { lat: unit.position.lat, lon: unit.position.lon };
  return { unit: unit.id, name: unit.name, from, to: near(2600, -900), gains: 46, route_s: 210 };
}

/** About nine thousand hexagons, as a district of 130 km² has of them. */
function cells() {
  const edge = 70;
  const borders = [];
  for (let row = -75; row < 75; row += 1) {
    for (let column = -30; column < 30; column += 1) {
      const north = row * edge * 1.5;
      const east = (column + (row % 2 ? 0.5 : 0)) * edge * Math.sqrt(3);
      if (Math.hypot(north / 1.6, east) > 5_000) continue;
      borders.push(
        [0, 1, 2, 3, 4, 5].flatMap((corner) => {
          const turn = (corner / 6) * Math.PI * 2 + Math.PI / 6;
          const { lat, lon } = near(north + edge * Math.sin(turn), east + edge * Math.cos(turn));
          return [Math.round(lat * 1e6), Math.round(lon * 1e6)];
        }),
      );
    }
  }
  return { id: 'pretended', borders };
}

/** The map with all units, or as it would be without one of them. */
export function promiseMap(world, gone) {
  const free = world.units.filter(({ id, state }) => state === 'available' && id !== gone);
  const cover = world.cells.borders.map(([lat, lon]) => {
    const reached = free.filter(
      ({ position }) => Math.hypot((position.lat - lat / 1e6) * DEGREE_M, (position.lon - lon / 1e6) * DEGREE_M * 0.68) < 2_400,
    );
    return Math.min(2, reached.length);
  });
  const share = (least) => Math.round((cover.filter((digit) => digit >= least).length / cover.length) * 1000);
  const hole = (north, east, count, weight, seconds) => ({ at: near(north, east), cells: count, weight, since: at(world.now, -seconds) });
  return {
    cells_id: world.cells.id,
    made_at: new Date().toISOString(),
    limit_s: 900,
    guessed: false,
    cover: cover.join(''),
    covered: share(1),
    covered_twice: share(2),
    holes: [hole(4200, 800, 310, 61, 1500), hole(-5200, -600, 122, 24, 260)],
    suggested: move(world),
  };
}

/** A rehearsal of `plan`, with its score if it is done. */
export function drill(id, plan, state, progress_pct, done = null) {
  return { id, plan, started_at: new Date().toISOString(), state, progress_pct, score: done, fault: null };
}

/** A score with a share of late orders, a mean response in seconds, some kilometres of moves. */
export function score(late_share, mean_response_s, moves_km) {
  return {
    orders: 960,
    arrived_in_limit: Math.round(960 * (1 - late_share)),
    all_legs_in_limit: Math.round(960 * (1 - late_share) * 0.98),
    late_share,
    mean_response_s,
    p90_response_s: mean_response_s * 2.05,
    moves_km,
    breaches: Math.round(960 * late_share),
    announced_4min: Math.round(960 * late_share * 0.93),
    false_alarms: 41,
    reliability_error: 0.038,
    unavoidable_late_share: 0.031,
    wall_s: 14.2,
  };
}

function report(kind, orders, open, cancelled, arrived_in_time, on_video_in_time, reported_in_time, late, mean_response_s, p90_response_s) {
  return { kind, orders, open, cancelled, arrived_in_time, on_video_in_time, reported_in_time, late, mean_response_s, p90_response_s };
}
