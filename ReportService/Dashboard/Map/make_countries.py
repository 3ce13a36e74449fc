#!/usr/bin/env python3
"""Makes countries.json, the world map of the dashboard, out of Natural Earth's country shapes.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0     # and unpack both
    python3 make_countries.py world-atlas/package i18n-iso-countries/package/codes.json > countries.json

Shapes are those of 1:110m; a country that has none there is a point in the middle of its largest part at 1:10m. Both are keyed by
ISO 3166-1 alpha-2 and projected by Equal Earth, which keeps areas: a country's colour weighs as much as the country does. No library is
needed.
"""
import json
import math
import sys

WIDTH = 10000  # of the whole world in units of the drawing; one unit is about 4 km at the equator
NORTH, SOUTH = 83.7, -56.0  # what is drawn: the land but Antarctica, from which next to nobody comes
MIDDLE = 11.4  # degrees east, so that the map is cut at 168.6 degrees west, in Bering Strait, and cuts through no country
SMALLEST_PART = 12  # square units: smaller islands are left out of a shape that has a larger part

# Shapes that Natural Earth gives no ISO number. The codes are those that files of network addresses use.
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}

# Parts of a shape that ISO 3166 lists as, or under, another code than that of the rest: (of, west, south, east, north, code).
PARTS = [
    ("FR", -55, 2, -51, 6, "GF"),
    ("FR", -62, 15.7, -61, 16.6, "GP"),
    ("FR", -61.3, 14.3, -60.7, 15, "MQ"),
    ("FR", 55, -21.5, 56, -20.8, "RE"),
    ("FR", 44.9, -13.1, 45.4, -12.5, "YT"),
    ("NO", 10, 74, 35, 81, "SJ"),
    ("NO", 3, -55, 4, -54, "BV"),
    ("NL", -68.5, 12, -68.1, 12.4, "BQ"),
    ("NZ", -172.6, -9.5, -171, -8.5, "TK"),
    ("RU", 32, 44, 36.8, 46.5, "UA"),  # Crimea is UA-43 in ISO 3166-2
]


def read(topology, numbers):
    """Code -> list of parts, each a list of rings, each a list of (longitude, latitude)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)

    def ring(indexes):
        points = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points[:-1]

    countries = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = numbers.get(shape.get("id")) or BY_NAME.get(shape["properties"]["name"])
        if code is None or shape["type"] is None:
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for part in parts:
            rings = [ring(indexes) for indexes in part]
            countries.setdefault(owner(code, rings[0]), []).append(rings)
    return countries


def owner(code, outline):
    for of, west, south, east, north, other in PARTS:
        if code == of and all(west <= x <= east and south <= y <= north for x, y in outline):
            return other
    return code


def equal_earth(longitude, latitude):
    """Savric, Patterson and Jenny, The Equal Earth map projection, 2018; on the unit sphere."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t)
    return x / (3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1)), t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))


SCALE = WIDTH / 2 / equal_earth(180, 0)[0]
TOP = equal_earth(0, NORTH)[1]


def place(longitude, latitude):
    x, y = equal_earth((longitude - MIDDLE + 180) % 360 - 180, latitude)
    return round(WIDTH / 2 + x * SCALE), round((TOP - y) * SCALE)


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def middle(ring):
    """Of the box around it: a part so small is a point however its middle is reckoned."""
    return tuple((min(axis) + max(axis)) / 2 for axis in zip(*ring))


def path(parts):
    drawn = []
    for rings in parts:
        placed = []
        for ring in rings:
            points = [place(*point) for point in ring]
            points = [point for point, before in zip(points, points[-1:] + points[:-1]) if point != before]
            if len(points) > 2:
                placed.append(points)
            if points and max(x for x, _ in points) - min(x for x, _ in points) > WIDTH / 2:
                raise SystemExit("A shape lies on the cut of the map.")
        if placed:
            drawn.append((area(placed[0]), placed))
    largest = max((size for size, _ in drawn), default=0)
    text = ""
    for size, rings in drawn:
        if size >= SMALLEST_PART or size == largest:
            for points in rings:
                steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:])]
                text += f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"
    return text


def main(atlas, codes):
    with open(codes, encoding="utf-8") as file:
        numbers = {row[2]: row[0] for row in json.load(file)}
    with open(f"{atlas}/countries-110m.json", encoding="utf-8") as file:
        coarse = read(json.load(file), numbers)
    with open(f"{atlas}/countries-10m.json", encoding="utf-8") as file:
        fine = read(json.load(file), numbers)

    shapes = {code: path(parts) for code, parts in coarse.items() if code != "AQ"}
    points = {}
    for code, parts in fine.items():
        x, y = middle(max((rings[0] for rings in parts), key=area))
        if code not in coarse and SOUTH <= y <= NORTH:
            points[code] = place(x, y)

    lines = [f'"{code}": "{shapes[code]}"' for code in sorted(shapes)]
    dots = [f'"{code}": [{points[code][0]}, {points[code][1]}]' for code in sorted(points)]
    print('{\n"width": %d,\n"height": %d,' % (WIDTH, place(0, SOUTH)[1]))
    print('"shapes": {\n' + ",\n".join(lines) + "\n},")
    print('"points": {\n' + ",\n".join(dots) + "\n}\n}")


main(*sys.argv[1:])
