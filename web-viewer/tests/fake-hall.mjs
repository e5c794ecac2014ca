// A pretend hall for working on the pages without the real one: the same API and messages, a board that moves.
//
//   npm run build && npm run fake-hall -- [--port 8080] [--units 60] [--pace 1]
//
// It serves `dist` with the hall's content security policy and the street map with HTTP Range. It keeps no promise:
// no media, no log, no rules beyond what the screens need. Names: dispatcher, leader, desk, admin; password: demo.
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';

const root = join(import.meta.dirname, '..');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const TOWNS = '巴尔采斯 特里森 特里森贝格 瓦杜兹 沙恩 普朗肯 埃申 毛伦 甘普林 鲁格尔 谢伦贝格 区机动队'.split(' ');
const SPOTS = [
  [47.141, 9.5215, '市政广场', '施泰特勒街 1 号'],
  [47.1652, 9.5101, '火车站', '车站街 12 号'],
  [47.1085, 9.527, '体育中心', '学校街 5 号'],
  [47.0665, 9.5035, '城堡停车场', '城堡巷 3 号'],
  [47.2115, 9.524, '工业园东门', '工业街 40 号'],
  [47.2236, 9.541, '樱花公园', '公园路 8 号'],
  [47.121, 9.5245, '', ''],
];

export async function startFakeHall({ port = 0, units: count = 60, pace = 1 } = {}) {
  const towns = TOWNS.map((name) => ({ id: randomUUID(), name }));
  const people = {
    dispatcher: { role: 'dispatcher' },
    leader: { role: 'leader' },
    desk: { role: 'town_desk', town: towns[3].id },
    admin: { role: 'administrator' },
  };
  const sessions = new Map();
  const units = new Map();
  const incidents = new Map();
  const orders = new Map();
  const photos = new Map();
  const sockets = new Set();
  const iso = (ms = Date.now()) => new Date(ms).toISOString();
  const later = (ms, then) => setTimeout(then, ms / pace).unref();

  for (let i = 0; i < count; i += 1) {
    const id = randomUUID();
    const off = i % 13 === 12;
    const position = {
      lat: 47.05 + ((i * 37) % 190) / 1000 + Math.sin(i) * 0.004,
      lon: 9.5 + ((i * 17) % 45) / 1000,
      accuracy_m: 6 + (i % 9),
      speed_mps: i % 4 === 0 ? 0 : 4 + (i % 7),
      heading_deg: (i * 47) % 360,
      battery_pct: 12 + ((i * 29) % 88),
      mock: i === 17,
      taken_at: iso(),
    };
    const state = off ? 'off_duty' : i % 11 === 5 ? 'unreachable' : 'available';
    if (state === 'unreachable') position.taken_at = iso(Date.now() - (i % 2 ? 200_000 : 60_000));
    units.set(id, {
      id,
      name: `${'陈李王张刘杨赵黄周吴'[i % 10]}${'建国 伟 芳 敏 静 磊 洋 勇 艳 杰'.split(' ')[(i * 3) % 10]} ${String(i + 1).padStart(3, '0')}`,
      town: towns[i % towns.length].id,
      state,
      live: i % 9 === 1 && state === 'available',
      position: off ? null : position,
      heard_at: off ? null : position.taken_at,
    });
  }

  const tell = (message) => {
    for (const { socket, role } of sockets) if (visible(role, message)) socket.send(JSON.stringify(message));
  };
  const visible = (role, message) => {
    if (role.role !== 'town_desk') return true;
    if (message.type === 'unit_changed') return message.unit.town === role.town;
    if (message.type === 'order_changed') return seesOrder(role, message.order);
    return true;
  };
  const seesOrder = (role, order) =>
    role.role !== 'town_desk' ||
    order.addressee.town === role.town ||
    order.assignments.some(({ unit }) => units.get(unit)?.town === role.town);
  const changedUnit = (unit) => tell({ type: 'unit_changed', unit });
  const changedOrder = (order) => tell({ type: 'order_changed', order });
  const changedIncident = (incident) => tell({ type: 'incident_changed', incident });

  function raise(kind, [lat, lon, name, address], note = '', at = Date.now()) {
    const incident = {
      id: randomUUID(),
      kind,
      place: { lat, lon, name, address },
      town: towns[3].id,
      note,
      raised_at: iso(at),
      closed_at: null,
    };
    incidents.set(incident.id, incident);
    changedIncident(incident);
    return incident;
  }

  function give({ kind = 'emergency', incident = null, place, addressee, note = '' }, at = Date.now()) {
    const order = {
      id: randomUUID(),
      kind,
      incident,
      place: place ?? incidents.get(incident)?.place,
      addressee,
      note,
      status: 'open',
      sent_at: iso(at),
      started_at: null,
      due_at: null,
      limit_s: kind === 'emergency' ? 900 : 3600,
      ended_at: null,
      cancelled_because: null,
      assignments: [],
      legs: { arrived: null, on_video: null, reported: null },
      breaches: { arrived: null, on_video: null, reported: null },
      reports: [],
    };
    orders.set(order.id, order);
    for (const unit of addressee.team ?? (addressee.unit ? [addressee.unit] : [])) offer(order, unit, at);
    return order;
  }

  function offer(order, unit, at = Date.now()) {
    for (const asked of order.assignments) {
      if (order.addressee.team || ['declined', 'withdrawn'].includes(asked.state)) continue;
      Object.assign(asked, { state: 'withdrawn', withdrawn_at: iso(at) });
    }
    const asked = {
      id: randomUUID(),
      unit,
      state: 'offered',
      offered_at: iso(at),
      delivered: null,
      answered: null,
      under_way: null,
      withdrawn_at: null,
      declined_because: null,
    };
    order.assignments.push(asked);
    return asked;
  }

  const start = (order, at) => {
    order.started_at ??= iso(at);
    order.due_at ??= iso(Date.parse(order.started_at) + order.limit_s * 1000);
  };
  const moment = (at) => ({ at: iso(at), learnt_at: iso(at) });
  const meet = (order, leg, unit, at, learnt = at) => {
    order.legs[leg] ??= { met_at: iso(at), learnt_at: iso(learnt), error_ms: 20, unit };
  };

  /** A pretend officer who does all that is asked, in some seconds. */
  function obey(order, asked) {
    const gone = () => asked.state === 'withdrawn' || order.status !== 'open';
    const steps = [
      [1500, (at) => Object.assign(asked, { state: 'delivered', delivered: moment(at) }) && start(order, at)],
      [3000, (at) => Object.assign(asked, { state: 'accepted', answered: moment(at) })],
      [2000, (at) => Object.assign(asked, { state: 'under_way', under_way: moment(at) })],
      [6000, (at) => meet(order, 'arrived', asked.unit, at)],
      [4000, (at) => meet(order, 'on_video', asked.unit, at)],
      [
        5000,
        (at) => {
          meet(order, 'reported', asked.unit, at);
          order.reports.push({ unit: asked.unit, ...moment(at), text: '已到现场，情况可控。', photo: null });
        },
      ],
    ];
    const step = (index) => {
      const [wait, act] = steps[index] ?? [];
      if (!act) return;
      later(wait, () => {
        if (gone()) return;
        act(Date.now());
        const unit = units.get(asked.unit);
        if (unit && unit.state === 'available' && asked.state === 'accepted') unit.state = 'busy';
        if (unit && index === 4) unit.live = true;
        if (unit) changedUnit(unit);
        changedOrder(order);
        step(index + 1);
      });
    };
    step(0);
  }

  scene();
  /** A board in the middle of an afternoon: one order in each look of the clock. */
  function scene() {
    const now = Date.now();
    const free = [...units.values()].filter(({ state }) => state === 'available');
    const place = (index) => {
      const [lat, lon, name, address] = SPOTS[index];
      return { lat, lon, name, address };
    };
    const taken = (order, unit, at, state = 'under_way') => {
      const standing = order.assignments.find((asked) => asked.unit === unit.id);
      const asked = standing ?? offer(order, unit.id, at);
      Object.assign(asked, { state, delivered: moment(at + 1500), answered: moment(at + 6000) });
      if (state === 'under_way') asked.under_way = moment(at + 9000);
      start(order, at + 1500);
      unit.state = 'busy';
      Object.assign(unit.position, { lat: order.place.lat + 0.012, lon: order.place.lon - 0.014, speed_mps: 8 });
      return asked;
    };
    const fire = raise('fire', SPOTS[0], '三楼厨房冒烟，已有人员疏散', now - 6 * 60_000);
    raise('crowd', SPOTS[5], '樱花公园入口排队约 400 人', now - 22 * 60_000);
    raise('traffic', SPOTS[4], '', now - 70_000);
    raise('flooding', SPOTS[2], '地下车库积水 20 厘米', now - 50 * 60_000);

    const running = give({ incident: fire.id, addressee: { unit: free[0].id } }, now - 4 * 60_000);
    taken(running, free[0], now - 4 * 60_000);
    const soon = give({ place: place(1), addressee: { unit: free[1].id }, note: '请从北门进入' }, now - 11.5 * 60_000);
    taken(soon, free[1], now - 11.5 * 60_000, 'accepted');
    meet(soon, 'on_video', free[1].id, now - 5 * 60_000);
    free[1].live = true;
    const late = give({ place: place(2), addressee: { unit: free[5].id } }, now - 17 * 60_000);
    Object.assign(late.assignments[0], {
      state: 'declined',
      delivered: moment(now - 17 * 60_000 + 900),
      answered: moment(now - 16.6 * 60_000),
      declined_because: 'too_far',
    });
    taken(late, free[2], now - 16.5 * 60_000);
    meet(late, 'arrived', free[2].id, now - 5 * 60_000, now - 60_000);
    for (const leg of ['on_video', 'reported']) late.breaches[leg] = { declared_at: late.due_at, corrected_at: null };
    late.breaches.arrived = { declared_at: late.due_at, corrected_at: iso(now - 60_000) };
    const done = give(
      { kind: 'routine', place: place(3), addressee: { team: [free[3].id, free[4].id] } },
      now - 25 * 60_000,
    );
    taken(done, free[3], now - 25 * 60_000);
    taken(done, free[4], now - 25 * 60_000, 'accepted');
    meet(done, 'arrived', free[3].id, now - 14 * 60_000);
    meet(done, 'on_video', free[3].id, now - 13 * 60_000);
    meet(done, 'reported', free[4].id, now - 12 * 60_000);
    const picture = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="320" height="180" fill="#243b55"/><circle cx="240" cy="50" r="24" fill="#f0e442"/><path d="M0 180 90 70l60 70 50-40 120 80z" fill="#0b1220"/></svg>',
    );
    const sha = createHash('sha256').update(picture).digest('hex');
    photos.set(sha, { type: 'image/svg+xml', body: picture });
    done.reports.push({
      unit: free[4].id,
      ...moment(now - 12 * 60_000),
      text: '停车场秩序正常，已疏导 30 余辆。',
      photo: sha,
    });
    give({ place: place(6), addressee: { town: towns[3].id }, note: '请就近派员核实' }, now - 12_000);
    const closed = give({ place: place(5), addressee: { unit: free[6].id } }, now - 90 * 60_000);
    taken(closed, free[6], now - 90 * 60_000);
    for (const [index, leg] of ['arrived', 'on_video', 'reported'].entries()) {
      meet(closed, leg, free[6].id, now - (80 - index) * 60_000);
    }
    Object.assign(closed, { status: 'closed', ended_at: iso(now - 70 * 60_000) });
    free[6].state = 'available';
  }

  const moving = setInterval(() => {
    const moves = [];
    for (const unit of units.values()) {
      const { position } = unit;
      if (!position || unit.state === 'unreachable') continue;
      const step = (position.speed_mps / 111_000) * pace;
      const turn = (position.heading_deg * Math.PI) / 180;
      position.lat += Math.cos(turn) * step;
      position.lon += (Math.sin(turn) * step) / 0.68;
      if (position.lat > 47.26 || position.lat < 47.05 || position.lon > 9.56 || position.lon < 9.48) {
        position.heading_deg = (position.heading_deg + 170) % 360;
      } else if (Math.random() < 0.05) position.heading_deg = (position.heading_deg + 40) % 360;
      position.taken_at = iso();
      unit.heard_at = position.taken_at;
      moves.push({ unit: unit.id, position: { ...position } });
    }
    tell({ type: 'units_moved', units: moves });
    for (const order of orders.values()) {
      if (order.status !== 'open' || order.started_at || Date.now() - Date.parse(order.sent_at) < 60_000) continue;
      start(order, Date.parse(order.sent_at));
      changedOrder(order);
    }
  }, 1000);

  const fault = (status, code, message, field) => ({ status, body: { code, message, ...(field ? { field } : {}) } });
  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url, 'http://hall');
      const { status, body, type, bytes, headers } = await answer(request, url);
      const payload = bytes ?? (body === undefined ? '' : JSON.stringify(body));
      response.writeHead(status, {
        'content-type': type ?? 'application/json',
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
        ...headers,
      });
      response.end(payload);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });

  async function answer(request, url) {
    const path = url.pathname;
    if (path === '/basemap.pmtiles') return range(request);
    if (!path.startsWith('/api/')) return file(path);
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    const who = sessions.get(token);
    const input = ['POST', 'PUT'].includes(request.method) ? await read(request) : undefined;
    const json = () => JSON.parse(input.toString() || '{}');
    const route = `${request.method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/[0-9a-f]{64}/, ':sha')}`;
    const id = path.split('/')[3];
    if (route === 'POST /api/session') {
      const { name, password } = json();
      if (!people[name] || password !== 'demo')
        return fault(401, 'wrong_name_or_password', 'The name or the password is wrong.');
      const fresh = randomUUID();
      const session = { person: randomUUID(), name, ...people[name] };
      sessions.set(fresh, session);
      return { status: 200, body: { token: fresh, expires_at: iso(Date.now() + 12 * 3600_000), session } };
    }
    if (!who) return fault(401, 'unauthorized', 'Sign in first.');
    const commands = ['dispatcher', 'town_desk'].includes(who.role);
    if (request.method === 'POST' && !commands) return fault(403, 'forbidden', 'Your role may not do this.');
    const order = orders.get(id);
    switch (route) {
      case 'GET /api/session':
        return { status: 200, body: who };
      case 'DELETE /api/session':
        sessions.delete(token);
        return { status: 204 };
      case 'GET /api/units/nearest': {
        const [lat, lon] = ['lat', 'lon'].map((key) => Number(url.searchParams.get(key)));
        const near = [...units.values()]
          .filter(
            (unit) =>
              unit.state === 'available' && unit.position && (who.role !== 'town_desk' || unit.town === who.town),
          )
          .map((unit) => ({
            unit: unit.id,
            name: unit.name,
            distance_m: Math.hypot((unit.position.lat - lat) * 111_000, (unit.position.lon - lon) * 75_000),
            straight_line: true,
            fix_age_s: Math.round((Date.now() - Date.parse(unit.position.taken_at)) / 1000),
            battery_pct: unit.position.battery_pct,
          }));
        return {
          status: 200,
          body: near.sort((a, b) => a.distance_m - b.distance_m).slice(0, Number(url.searchParams.get('limit') ?? 5)),
        };
      }
      case 'POST /api/orders': {
        const made = give(json());
        changedOrder(made);
        for (const asked of made.assignments) obey(made, asked);
        return { status: 201, body: made };
      }
      case 'POST /api/orders/:id/offers': {
        const asked = offer(order, json().unit);
        changedOrder(order);
        obey(order, asked);
        return { status: 200, body: order };
      }
      case 'DELETE /api/orders/:id/assignments/:id': {
        const asked = order.assignments.find((each) => path.endsWith(each.id));
        Object.assign(asked, { state: 'withdrawn', withdrawn_at: iso() });
        changedOrder(order);
        return { status: 200, body: order };
      }
      case 'POST /api/orders/:id/close':
      case 'POST /api/orders/:id/cancel': {
        if (order.status !== 'open') return fault(409, 'order_ended', 'The order has ended.');
        const cancelled = path.endsWith('cancel');
        if (cancelled && !json().reason) return fault(422, 'missing', 'Say why.', 'reason');
        Object.assign(order, {
          status: cancelled ? 'cancelled' : 'closed',
          ended_at: iso(),
          cancelled_because: cancelled ? json().reason : null,
        });
        changedOrder(order);
        return { status: 200, body: order };
      }
      case 'POST /api/incidents': {
        const { kind, place, note } = json();
        const { lat, lon, name, address } = place;
        return { status: 201, body: raise(kind, [lat, lon, name, address], note) };
      }
      case 'POST /api/incidents/:id/close': {
        const incident = incidents.get(id);
        incident.closed_at = iso();
        changedIncident(incident);
        return { status: 200, body: incident };
      }
      case 'GET /api/photos/:sha': {
        const photo = photos.get(id);
        return photo ? { status: 200, type: photo.type, bytes: photo.body } : fault(404, 'not_found', 'No such photo.');
      }
      default:
        return fault(404, 'not_found', `There is no ${route}.`);
    }
  }

  async function file(path) {
    const page = path === '/' ? '/index.html' : path === '/field' ? '/field.html' : path;
    const name = join(root, 'dist', normalize(page));
    try {
      return { status: 200, type: TYPES[extname(name)] ?? 'application/octet-stream', bytes: await readFile(name) };
    } catch {
      return fault(404, 'not_found', `There is no ${path}.`);
    }
  }

  async function range(request) {
    const all = await readFile(join(root, '../server/yike/data/liechtenstein.pmtiles'));
    const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return { status: 200, type: 'application/vnd.pmtiles', bytes: all };
    const last = Math.min(to ? Number(to) : all.length - 1, all.length - 1);
    const headers = {
      'content-range': `bytes ${from}-${last}/${all.length}`,
      'accept-ranges': 'bytes',
      etag: '"fake"',
    };
    return { status: 206, type: 'application/vnd.pmtiles', bytes: all.subarray(Number(from), last + 1), headers };
  }

  const wss = new WebSocketServer({ noServer: true, handleProtocols: () => 'yike.v1' });
  server.on('upgrade', (request, stream, head) => {
    const token = /bearer\.([^, ]+)/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1];
    const role = sessions.get(token);
    if (!role || request.url !== '/ws/viewer') return stream.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    wss.handleUpgrade(request, stream, head, (socket) => {
      const seat = { socket, role };
      sockets.add(seat);
      socket.on('close', () => sockets.delete(seat));
      socket.on('message', (data) => hear(socket, JSON.parse(data)));
      const own = (unit) => role.role !== 'town_desk' || unit.town === role.town;
      const board = {
        type: 'board',
        version: 1,
        hall_time: iso(),
        viewer: role,
        towns,
        units: [...units.values()].filter(own),
        incidents: [...incidents.values()],
        orders: [...orders.values()].filter((order) => seesOrder(role, order)),
      };
      socket.send(JSON.stringify(board));
    });
  });
  function hear(socket, message) {
    if (message.type === 'ask_time') {
      socket.send(JSON.stringify({ type: 'time', asked_at: message.asked_at, hall_time: iso() }));
    }
    const order = message.type === 'order_received' ? orders.get(message.order) : undefined;
    if (order && !order.started_at) {
      start(order, Date.now());
      changedOrder(order);
    }
  }

  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    give: (order) => {
      const made = give(order);
      changedOrder(made);
      for (const asked of made.assignments) obey(made, asked);
      return made;
    },
    towns,
    units,
    sockets,
    sessions,
    close: () => {
      clearInterval(moving);
      for (const { socket } of sockets) socket.terminate();
      server.close();
    },
  };
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

if (process.argv[1] === import.meta.filename) {
  const option = (name, other) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? other : Number(process.argv[at + 1]);
  };
  const hall = await startFakeHall({ port: option('port', 8080), units: option('units', 60), pace: option('pace', 1) });
  console.log(JSON.stringify({ url: hall.url, names: ['dispatcher', 'leader', 'desk', 'admin'], password: 'demo' }));
}
