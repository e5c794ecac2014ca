/**
 * A hall that is only pretended, inside the page's own network: for looking at screens before or without a real one.
 *
 * It answers what the console asks with things of `pretend-district`, and keeps what was asked for, so that a story
 * can count requests. Stories about the real hall use `stage`.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as answers from './pretend-answers.js';
import * as district from './pretend-district.js';

const BASEMAP = fileURLToPath(new URL('../../../server/yike/data/liechtenstein.pmtiles', import.meta.url));
const SIGNED_IN = { person: id(900), name: '周敏', role: 'dispatcher' };

export function id(number) {
  return `018f3b2a-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export class PretendHall {
  /** What was asked for: method, path with query, body. */
  asked = [];
  #viewers = new Set();
  #made = 0;

  constructor(viewer = SIGNED_IN) {
    this.viewer = viewer;
    this.world = district.make(Date.now(), id);
  }

  /** Puts this hall behind everything that `page` asks for. */
  async behind(page) {
    await page.addInitScript(() => sessionStorage.setItem('yike.session', 'pretended'));
    await page.route('**/basemap.pmtiles', (route) => this.#basemap(route));
    await page.route(/\/api\//, (route) => this.#answer(route));
    // There is no picture to be had here, which the page is to bear.
    await page.route(/\/whep\//, (route) => route.fulfill({ status: 503, json: { code: 'no_media', message: 'none' } }));
    await page.routeWebSocket(/\/ws\/viewer/, (socket) => this.#greet(socket));
    await page.routeWebSocket(/\/ws\/unit/, (socket) => this.#serve(socket));
  }

  /** Tells every page `message`. */
  tell(message) {
    for (const socket of this.#viewers) socket.send(JSON.stringify(message));
  }

  /** Changes an order, an incident or a unit, and tells every page. */
  change(what, thing) {
    this.world[`${what}s`] = this.world[`${what}s`].filter((each) => each.id !== thing.id).concat(thing);
    this.tell({ type: `${what}_changed`, [what]: thing });
  }

  /** How often something was asked for by `method` at a path that `pattern` matches. */
  count(method, pattern) {
    return this.asked.filter((each) => each.method === method && pattern.test(each.path)).length;
  }

  #greet(socket) {
    this.#viewers.add(socket);
    const { rule, towns, units, incidents, orders, forecasts, map } = this.world;
    const hall_time = new Date().toISOString();
    const board = { type: 'board', version: 1, hall_time, viewer: this.viewer, rule, towns, units, incidents, orders };
    socket.onMessage((text) => {
      const message = JSON.parse(text);
      if (message.type !== 'ask_time') return;
      const time = { type: 'time', asked_at: message.asked_at, hall_time: new Date().toISOString() };
      socket.send(JSON.stringify(time));
    });
    socket.onClose(() => this.#viewers.delete(socket));
    const told = forecasts.map(([order, legs]) => ({ type: 'forecasts', order, forecasts: legs }));
    for (const each of [board, ...told, { type: 'promise_map', map }]) socket.send(JSON.stringify(each));
  }

  /** Serves a phone: takes whatever it tells. */
  #serve(socket) {
    const say = (message) => socket.send(JSON.stringify(message));
    const [unit] = this.world.units;
    socket.onMessage((text) => {
      const message = JSON.parse(text);
      const hall_time = new Date().toISOString();
      if (message.type === 'ask_time') say({ type: 'time', asked_at: message.asked_at, hall_time });
      if (message.type === 'hello') {
        say({ type: 'welcome', version: 1, unit, on_duty: true, sos: false, hall_time });
        const own = this.world.orders.filter(({ assignments }) => assignments.some((asked) => asked.unit === unit.id));
        say({ type: 'orders', orders: own.map((view) => ({ view })) });
      }
      if (message.type === 'submit') {
        this.asked.push(...message.entries.map((body) => ({ method: 'TELL', path: body.told, body })));
        say({ type: 'answers', answers: message.entries.map(({ id }) => ({ id, outcome: { outcome: 'taken' } })) });
      }
    });
  }

  /** Answers a call as the API would; undefined if there is no such route. */
  call(method, path, body) {
    const { pathname, searchParams: query } = new URL(path, 'http://pretended');
    this.asked.push({ method, path, body });
    const found = this.#routes().find((route) => route[0] === method && route[1].test(pathname));
    if (!found) return undefined;
    const [, pattern, answer] = found;
    return answer({ body, query, parts: pattern.exec(pathname).slice(1) }) ?? {};
  }

  async #answer(route) {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const text = request.postData();
    const json = this.call(request.method(), pathname + search, text ? JSON.parse(text) : undefined);
    if (json === undefined) return route.fulfill({ status: 404, json: { code: 'not_found', message: pathname } });
    return route.fulfill({ json });
  }

  #routes() {
    const { world } = this;
    return [
      ['GET', /^\/api\/session$/, () => this.viewer],
      ['GET', /^\/api\/recommendations$/, ({ query }) => answers.recommendations(world, query)],
      ['GET', /^\/api\/reach$/, ({ query }) => answers.reach(world, query)],
      ['GET', /^\/api\/orders\/(.+)\/routes$/, ({ parts }) => answers.routes(world, parts[0])],
      ['GET', /^\/api\/promise-map\/cells$/, () => world.cells],
      ['GET', /^\/api\/promise-map\/without\/(.+)$/, ({ parts }) => answers.without(world, parts[0])],
      ['GET', /^\/api\/rule$/, () => ({ rule: world.rule })],
      ['PUT', /^\/api\/rule$/, ({ body }) => Object.assign(world, body) && body],
      ['GET', /^\/api\/orders\/([^/]+)$/, ({ parts }) => world.orders.find((each) => each.id === parts[0])],
      ['POST', /^\/api\/orders$/, ({ body }) => this.#order(body)],
      ['POST', /^\/api\/orders\/([^/]+)\/cancel$/, ({ parts, body }) => this.#cancel(parts[0], body.reason)],
      ['POST', /^\/api\/orders\//, () => ({})],
      ['POST', /^\/api\/incidents\/duplicates$/, ({ body }) => answers.duplicates(world, body)],
      ['POST', /^\/api\/incidents$/, ({ body }) => this.#incident(body)],
      ['POST', /^\/api\/incidents\/([^/]+)\/(close|merge)$/, ({ parts }) => this.#close(parts[0])],
      ['PATCH', /^\/api\/incidents\/(.+)$/, ({ parts, body }) => this.#edit(parts[0], body)],
      ['GET', /^\/api\/gazetteer\/nearest$/, () => answers.nearest()],
      ['GET', /^\/api\/gazetteer$/, ({ query }) => answers.search(query.get('q'))],
      ['GET', /^\/api\/closures$/, () => world.closures],
      ['POST', /^\/api\/closures$/, ({ body }) => this.#closure(body)],
      ['DELETE', /^\/api\/closures\/(.+)$/, ({ parts }) => this.#reopen(parts[0])],
      ['GET', /^\/api\/drills$/, () => answers.drills(world)],
      ['POST', /^\/api\/drills$/, ({ body }) => this.#drill(body)],
      ['GET', /^\/api\/drills\/(.+)$/, ({ parts }) => world.drills.find((each) => each.id === parts[0])],
      ['DELETE', /^\/api\/drills\/(.+)$/, ({ parts }) => answers.stopDrill(world, parts[0])],
      ['GET', /^\/api\/reports\/orders$/, () => world.reports],
    ];
  }

  #order(body) {
    const order = district.order(this.world, body.id ?? id(5_000 + ++this.#made), body);
    this.change('order', order);
    return order;
  }

  #cancel(which, reason) {
    const order = this.world.orders.find((each) => each.id === which);
    const ended = { ...order, status: 'cancelled', ended_at: new Date().toISOString(), cancelled_because: reason };
    this.change('order', ended);
    return ended;
  }

  #incident(body) {
    const incident = district.incident(body.id ?? id(6_000 + ++this.#made), body);
    this.change('incident', incident);
    return incident;
  }

  #edit(which, change) {
    const incident = { ...this.world.incidents.find((each) => each.id === which), ...change };
    this.change('incident', incident);
    return incident;
  }

  #close(which) {
    return this.#edit(which, { closed_at: new Date().toISOString() });
  }

  #closure(body) {
    const { lat, lon, radius_m = 0, note = '' } = body;
    const closed_at = new Date().toISOString();
    const closed_by = SIGNED_IN.person;
    this.world.closures.push({ id: id(7_000 + ++this.#made), at: { lat, lon }, radius_m, note, closed_by, closed_at });
    return this.world.closures.at(-1);
  }

  #reopen(which) {
    this.world.closures = this.world.closures.filter((each) => each.id !== which);
  }

  #drill(plan) {
    const drill = district.drill(id(8_000 + ++this.#made), plan, 'running', 35);
    this.world.drills.unshift(drill);
    return drill;
  }

  async #basemap(route) {
    const file = openSync(BASEMAP, 'r');
    const { size } = fstatSync(file);
    const [, from = '0', to = String(size - 1)] = /bytes=(\d+)-(\d+)/.exec(route.request().headers().range ?? '') ?? [];
    const body = Buffer.alloc(Math.min(Number(to), size - 1) - Number(from) + 1);
    readSync(file, body, 0, body.length, Number(from));
    closeSync(file);
    const headers = { 'content-range': `bytes ${from}-${Number(from) + body.length - 1}/${size}`, etag: '"1"' };
    await route.fulfill({ status: 206, body, headers, contentType: 'application/octet-stream' });
  }
}
