#!/usr/bin/env python3
"""Travel times and speed of `yike roads` beside OSRM and Valhalla, on one extract.

By hand, never in CI. The engines come as programs inside their Python wheels and need no Python of
their own version:

    pip download osrm-bindings pyvalhalla --python-version 3.12 --only-binary :all: --no-deps
    for wheel in *.whl; do unzip -qo $wheel; done; chmod +x osrm/bin/* valhalla/bin/*

    tests/roads-oracle/compare.py --yike target/release/yike --roads city.osm.pbf --engines FOLDER \
        --box WEST,SOUTH,EAST,NORTH
"""

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

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


def start(command, url, log):
    server = subprocess.Popen(command, stdout=log, stderr=log)
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1)
        except urllib.error.HTTPError:
            return server
        except OSError:
            time.sleep(0.1)
            continue
        return server
    server.kill()
    sys.exit(f"{command[0]} does not answer at {url}")


def prepare(engines, roads, log):
    """Builds what each engine needs, once."""
    # Without the suffix, which OSRM strikes from the middle of a path too.
    built = engines / "built" / roads.name.split(".")[0]
    osrm, tiles = built / "osrm", built / "tiles"
    if not osrm.exists():
        osrm.mkdir(parents=True)
        shutil.copy(roads, osrm / "city.osm.pbf")
        profile = engines / "osrm/share/profiles/car.lua"
        run = lambda *command: subprocess.run(command, check=True, cwd=osrm, stdout=log, stderr=log)
        run(engines / "osrm/bin/osrm-extract", "-p", profile, "-t", "1", "city.osm.pbf")
        run(engines / "osrm/bin/osrm-contract", "-t", "1", "city.osrm")
    config = built / "valhalla.json"
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
        config.write_text(json.dumps(settings))
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


def osrm_table(sources, targets):
    numbers = lambda begin, count: ";".join(str(number) for number in range(begin, begin + count))
    url = (f"{OSRM}/table/v1/driving/polyline({polyline(sources + targets)})"
           f"?sources={numbers(0, len(sources))}&destinations={numbers(len(sources), len(targets))}")
    return ask(url)["durations"]


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


def compare(name, ours, theirs):
    """Prints how far two tables differ after one scale factor."""
    pairs = [(a, b) for row, other in zip(ours, theirs) for a, b in zip(row, other) if a and b and b > 60]
    factor = statistics.median(b / a for a, b in pairs)
    errors = sorted(abs(a * factor / b - 1) for a, b in pairs)
    at = lambda share: 100 * errors[int(share * (len(errors) - 1))]
    print(f"{name}: {len(pairs)} pairs, factor {factor:.3f}, error median {at(0.5):.1f} %, p90 {at(0.9):.1f} %")


def clocked(what, times=5):
    took = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--yike", required=True, type=Path)
    arguments.add_argument("--roads", required=True, type=Path)
    arguments.add_argument("--engines", required=True, type=Path)
    arguments.add_argument("--box", required=True, type=lambda text: [float(part) for part in text.split(",")])
    arguments.add_argument("--places", type=int, default=40)
    told = arguments.parse_args()
    engines = told.engines.resolve()
    log = open(engines / "engines.log", "w")
    city, config = prepare(engines, told.roads.resolve(), log)
    servers = [
        start([engines / "osrm/bin/osrm-routed", "-p", "5123", "-t", "1", "--max-table-size", "1000", city], OSRM, log),
        start([engines / "valhalla/bin/valhalla_service", config, "1"], f"{VALHALLA}/status", log),
    ]
    try:
        sources = places_on_roads(told.box, told.places, 1)
        targets = places_on_roads(told.box, told.places, 2)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("from.csv", "to.csv", "many.csv")]
            write_points(files[0], sources)
            write_points(files[1], targets)
            matrix = ["matrix", "--roads", told.roads, "--from", files[0], "--to", files[1]]
            ours = yike(told.yike, *matrix)["seconds"]
            osrm, valhalla = osrm_table(sources, targets), valhalla_table(sources, targets)
            compare("yike and OSRM", ours, osrm)
            compare("yike and Valhalla", ours, valhalla)
            compare("OSRM and Valhalla", osrm, valhalla)

            many = places_on_roads(told.box, 300, 3)
            write_points(files[2], many)
            goal = f"{many[0][0]},{many[0][1]}"
            reach = yike(told.yike, "reach", "--roads", told.roads, "--to", goal, "--points", files[2], "--repeat", 200)
            contour = {"locations": [{"lat": many[0][0], "lon": many[0][1]}], "costing": "auto",
                       "contours": [{"time": 15}], "reverse": True}
            isochrone = clocked(lambda: ask(f"{VALHALLA}/isochrone", contour))
            print(f"reach of 15 minutes: yike {reach['ms']['p50']:.2f} ms with 300 times, "
                  f"Valhalla {isochrone:.0f} ms, {isochrone / reach['ms']['p50']:.0f} times as long")
            table = yike(told.yike, "matrix", "--roads", told.roads, "--from", files[2], "--to", files[2], "--repeat", 20)
            theirs = clocked(lambda: osrm_table(many, many))
            print(f"300 by 300: yike {table['ms']:.1f} ms, OSRM {theirs:.1f} ms with its HTTP")
    finally:
        for server in servers:
            server.terminate()


if __name__ == "__main__":
    main()
