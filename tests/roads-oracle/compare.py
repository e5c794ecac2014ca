#!/usr/bin/env python3
"""Travel times and speed of `yike roads` beside OSRM and Valhalla, on one extract, in one run.

Every program answers on one thread, and what is compared is its own processor time an answer, so that
a busy machine favours nobody. OSRM and Valhalla are asked over HTTP, which is part of their time; OSRM
leaves out the JSON. Loading is in nobody's.

By hand, never in CI. The engines come as programs inside their Python wheels and need no Python of
their own version:

    pip download osrm-bindings pyvalhalla --python-version 3.12 --only-binary :all: --no-deps
    for wheel in *.whl; do unzip -qo $wheel; done; chmod +x osrm/bin/* valhalla/bin/*
    pip install osmium

    tests/roads-oracle/compare.py --yike target/release/yike --roads city.osm.pbf --engines FOLDER \
        --box=WEST,SOUTH,EAST,NORTH

Valhalla takes a city that lies in no country for one that drives on the left, and an extract of a city has
no country's border. Hence a country is drawn around the city, unless `--left` says that it does drive so.
"""

import argparse
import csv
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import osmium

OSRM = "http://127.0.0.1:5123"
VALHALLA = "http://127.0.0.1:8123"


def ask(url, body=None):
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=120) as answer:
        return json.load(answer)


def polyline(places):
    """Google's encoding, which keeps long tables within the length of a URL."""
    text, before = [], (0, 0)
    for place in places:
        here = tuple(round(degrees * 1e5) for degrees in place)
        for now, then in zip(here, before):
            value = (now - then) << 1
            value = ~value if now < then else value
            while value >= 0x20:
                text.append(chr((0x20 | value & 0x1F) + 63))
                value >>= 5
            text.append(chr(value + 63))
        before = here
    return urllib.parse.quote("".join(text), safe="")


def is_up(url):
    try:
        urllib.request.urlopen(url, timeout=1)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def start(command, url, log):
    if is_up(url):
        sys.exit(f"somebody answers at {url} already, perhaps about another city")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    for _ in range(100):
        if is_up(url):
            return server
        time.sleep(0.1)
    server.kill()
    sys.exit(f"{command[0]} does not answer at {url}")


def draw_country(file, box):
    """Writes the border of a country that is nobody's, some way around `box`."""
    west, south, east, north = box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1
    draw = osmium.osm.mutable
    with osmium.SimpleWriter(file, overwrite=True) as out:
        for number, place in enumerate([(west, south), (east, south), (east, north), (west, north)], 1):
            out.add_node(draw.Node(id=number, version=1, location=place))
        for number, nodes in enumerate([[1, 2, 3], [3, 4, 1]], 1):
            out.add_way(draw.Way(id=number, version=1, nodes=nodes))
        tags = {"type": "boundary", "boundary": "administrative", "admin_level": "2", "name": "Nowhere"}
        out.add_relation(draw.Relation(id=1, version=1, tags=tags, members=[("w", 1, "outer"), ("w", 2, "outer")]))


def prepare(engines, roads, box, left, log):
    """Builds what each engine needs, once."""
    # Without the suffix, which OSRM strikes from the middle of a path too.
    built = engines / "built" / roads.name.split(".")[0]
    osrm, tiles = built / "osrm", built / ("tiles-left" if left else "tiles-right")
    if not osrm.exists():
        osrm.mkdir(parents=True)
        shutil.copy(roads, osrm / "city.osm.pbf")
        profile = engines / "osrm/share/profiles/car.lua"
        run = lambda *command: subprocess.run(command, check=True, cwd=osrm, stdout=log, stderr=log)
        run(engines / "osrm/bin/osrm-extract", "-p", profile, "-t", "1", "city.osm.pbf")
        run(engines / "osrm/bin/osrm-contract", "-t", "1", "city.osrm")
    config = tiles.with_suffix(".json")
    if not tiles.exists():
        tiles.mkdir(parents=True)
        made = subprocess.run(
            [sys.executable, engines / "valhalla/valhalla_build_config.py", "--mjolnir-tile-dir", tiles],
            check=True, capture_output=True, text=True)
        settings = json.loads(made.stdout)
        settings["mjolnir"]["tile_extract"] = ""
        settings["httpd"]["service"]["listen"] = VALHALLA.replace("http", "tcp")
        for limits in settings["service_limits"].values():
            if isinstance(limits, dict) and "max_matrix_location_pairs" in limits:
                limits["max_matrix_location_pairs"] = 200_000
        settings["mjolnir"]["admin"] = str(tiles.with_suffix(".sqlite"))
        config.write_text(json.dumps(settings))
        if not left:
            country = tiles.with_suffix(".osm.pbf")
            draw_country(str(country), box)
            subprocess.run([engines / "valhalla/bin/valhalla_build_admins", "-c", config, country],
                           check=True, stdout=log, stderr=log)
        subprocess.run([engines / "valhalla/bin/valhalla_build_tiles", "-c", config, roads],
                       check=True, stdout=log, stderr=log)
    return osrm / "city.osrm", config


def places_on_roads(box, count, seed):
    west, south, east, north = box
    dice, found = random.Random(seed), []
    while len(found) < count:
        lon, lat = dice.uniform(west, east), dice.uniform(south, north)
        nearest = ask(f"{OSRM}/nearest/v1/driving/{lon},{lat}")["waypoints"][0]
        if nearest["distance"] < 150:
            found.append((nearest["location"][1], nearest["location"][0]))
    return found


def osrm_table_url(sources, targets, suffix=""):
    numbers = lambda begin, count: ";".join(str(number) for number in range(begin, begin + count))
    return (f"{OSRM}/table/v1/driving/polyline({polyline(sources + targets)}){suffix}"
            f"?sources={numbers(0, len(sources))}&destinations={numbers(len(sources), len(targets))}")


def osrm_table(sources, targets):
    return ask(osrm_table_url(sources, targets))["durations"]


def osrm_table_bytes(sources, targets):
    """The same in OSRM's binary form, which costs it the least to write."""
    with urllib.request.urlopen(osrm_table_url(sources, targets, ".flatbuffers"), timeout=120) as answer:
        return answer.read()


def valhalla_table(sources, targets):
    point = lambda place: {"lat": place[0], "lon": place[1]}
    answer = ask(f"{VALHALLA}/sources_to_targets",
                 {"sources": [point(place) for place in sources], "targets": [point(place) for place in targets],
                  "costing": "auto"})
    return [[cell["time"] for cell in row] for row in answer["sources_to_targets"]]


def write_points(file, places):
    with open(file, "w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "lat", "lon"])
        rows.writerows([f"P{number}", *place] for number, place in enumerate(places))


def yike(program, *arguments):
    made = subprocess.run([program, "roads", *map(str, arguments), "--json"], check=True, capture_output=True)
    return json.loads(made.stdout)


def pairs_of(ours, theirs):
    """The times of both tables, and the one scale factor between them."""
    pairs = [(a, b) for row, other in zip(ours, theirs) for a, b in zip(row, other) if a and b and b > 60]
    return pairs, statistics.median(b / a for a, b in pairs)


def compare(name, ours, theirs):
    """Prints how far two tables differ after one scale factor."""
    pairs, factor = pairs_of(ours, theirs)
    errors = sorted(abs(a * factor / b - 1) for a, b in pairs)
    at = lambda share: 100 * errors[int(share * (len(errors) - 1))]
    print(f"{name}: {len(pairs)} pairs, factor {factor:.3f}, error median {at(0.5):.1f} %, p90 {at(0.9):.1f} %")


def compare_engines(osrm, valhalla):
    """The same of the engines; where they are too far apart on two tenths, nothing has a p90 of 12 % against both."""
    compare("OSRM and Valhalla", osrm, valhalla)
    pairs, factor = pairs_of(osrm, valhalla)
    apart = sum(not 0.88 / 1.12 <= a * factor / b <= 1.12 / 0.88 for a, b in pairs)
    print(f"no time is within 12 % of both on {100 * apart / len(pairs):.1f} % of the pairs")


def cpu_ms(server):
    """The processor time that a running program has taken, all its threads together."""
    tasks = Path(f"/proc/{server.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def served_ms(server, question, times=7):
    """The processor time of `server` for one answer: the median of some."""
    took = []
    for _ in range(times):
        began = cpu_ms(server)
        question()
        took.append(cpu_ms(server) - began)
    return statistics.median(took)


def yike_ms(program, times, *arguments):
    """The processor time of `yike roads` for one answer, without loading, with its last answer."""
    def run(repeat):
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = yike(program, *arguments, "--repeat", repeat)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return 1000 * (ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime), answer

    (once, _), (often, answer) = run(1), run(times + 1)
    return (often - once) / times, answer


def compare_reach(program, roads, file, goals, valhalla):
    """The reach of 15 minutes with the times of all units of `file`, and Valhalla's isochrone."""
    ratios = []
    for lat, lon in goals:
        ours, answer = yike_ms(program, 1_000, "reach", "--roads", roads, "--to", f"{lat},{lon}", "--points", file)
        contour = {"locations": [{"lat": lat, "lon": lon}], "costing": "auto", "contours": [{"time": 15}],
                   "reverse": True}
        theirs = served_ms(valhalla, lambda: ask(f"{VALHALLA}/isochrone", contour))
        ratios.append(theirs / ours)
        print(f"15 minutes to {lat:.4f},{lon:.4f} with {len(answer['points'])} times: yike {ours:.2f} ms, "
              f"Valhalla's isochrone {theirs:.0f} ms: {ratios[-1]:.0f} times as long "
              f"(yike by the clock: p50 {answer['ms']['p50']:.2f}, p99 {answer['ms']['p99']:.2f} ms)", flush=True)
    print(f"reach: Valhalla takes {statistics.median(ratios):.0f} times as long (median), "
          f"{min(ratios):.0f} times at least")


def compare_matrix(program, roads, file, places, osrm):
    """The exact matrix from all units of `file` to each other, and OSRM's table."""
    ours, answer = yike_ms(program, 400, "matrix", "--roads", roads, "--from", file, "--to", file)
    theirs = served_ms(osrm, lambda: osrm_table_bytes(places, places))
    print(f"{len(places)} by {len(places)}: yike {ours:.1f} ms, OSRM {theirs:.1f} ms: "
          f"{theirs / ours:.2f} times as long (yike by the clock: {answer['ms']:.1f} ms)")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--yike", required=True, type=Path)
    arguments.add_argument("--roads", required=True, type=Path)
    arguments.add_argument("--engines", required=True, type=Path)
    arguments.add_argument("--box", required=True, type=lambda text: [float(part) for part in text.split(",")])
    arguments.add_argument("--left", action="store_true")
    arguments.add_argument("--places", type=int, default=40)
    told = arguments.parse_args()
    engines = told.engines.resolve()
    log = open(engines / "engines.log", "w")
    city, config = prepare(engines, told.roads.resolve(), told.box, told.left, log)
    osrm = [engines / "osrm/bin/osrm-routed", "-p", "5123", "-t", "1", "--max-table-size", "1000", city]
    valhalla = [engines / "valhalla/bin/valhalla_service", config, "1"]
    servers = []
    try:
        servers.append(start(osrm, OSRM, log))
        servers.append(start(valhalla, f"{VALHALLA}/status", log))
        sources = places_on_roads(told.box, told.places, 1)
        targets = places_on_roads(told.box, told.places, 2)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("from.csv", "to.csv", "many.csv")]
            write_points(files[0], sources)
            write_points(files[1], targets)
            matrix = ["matrix", "--roads", told.roads, "--from", files[0], "--to", files[1]]
            ours = yike(told.yike, *matrix)["seconds"]
            by_osrm, by_valhalla = osrm_table(sources, targets), valhalla_table(sources, targets)
            compare("yike and OSRM", ours, by_osrm)
            compare("yike and Valhalla", ours, by_valhalla)
            compare_engines(by_osrm, by_valhalla)

            many = places_on_roads(told.box, 300, 3)
            write_points(files[2], many)
            compare_reach(told.yike, told.roads, files[2], many[:5], servers[1])
            compare_matrix(told.yike, told.roads, files[2], many, servers[0])
    finally:
        for server in servers:
            # They keep no state, and one that lingers would answer the next city's questions.
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
