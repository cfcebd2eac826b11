"""All official sources of a small country, on a server of our own: three gemeenten in two provincies."""

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import osmium
import pyogrio
import shapely

from tests.io.files import EAST, NORTH, write_cbs, write_layer, write_osm
from tests.io.server import LocalServer, Reply, Request, document, file, ogc_pages

CRS = "http://www.opengis.net/def/crs/EPSG/0/28992"
# (code, name, provincie) → west and east border in metres from EAST; all reach from NORTH to a kilometre north of it.
GEMEENTEN: Mapping[tuple[str, str, str], tuple[float, float]] = {
    ("GM0001", "West", "Drenthe"): (0, 500),
    ("GM0002", "Oost", "Drenthe"): (500, 1000),
    ("GM0003", "Verder", "Overijssel"): (1000, 2000),
}
OGC_PATH, TABLE_PATH = "/items", "/85173NED/TypedDataSet"
# What every source is called in the file of addresses.
PATHS = {
    "gemeenten": f"{OGC_PATH}?f=json&crs={CRS}",
    "vierkanten100": "/vk100.zip",
    "vierkanten500": "/vk500.zip",
    "wijkenbuurten": "/wijkenbuurten.gpkg",
    "wegen": "/{provincie}-latest.osm.pbf",
    "prognose": TABLE_PATH,
}


def serve_sources(server: LocalServer, folder: Path, *, padding: int = 0) -> Path:
    """Serve every source; return the file with their addresses. `padding` makes the archives larger [bytes]."""
    server.on(OGC_PATH, ogc_pages(boundary_features(), path=OGC_PATH, page_size=2, crs=CRS))
    for path, content in source_files(padding).items():
        server.on(path, file(content, etag=f'"{path}"'))
    server.on(TABLE_PATH, forecast_table())
    folder.mkdir(parents=True, exist_ok=True)
    return write_addresses(server, folder / "adressen.toml")


@cache
def source_files(padding: int) -> Mapping[str, bytes]:
    """Contents of the files of all sources, by their path on the server."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"/wijkenbuurten.gpkg": write_areas_with_people(folder / "wb.gpkg").read_bytes()}
        # The 100 m squares leave one person out that the 500 m squares have.
        people100 = [(0, 500, 30), (200, 400, 20), (900, 500, 10), (1500, 500, 15)]
        people500 = [(0, 500, 30), (0, 0, 20), (500, 500, 15), (1500, 500, 15)]
        for size, rows in ((100, people100), (500, people500)):
            gpkg = write_cbs(folder / f"cbs_vk{size}_2025.gpkg", rows, size_m=size)
            found[f"/vk{size}.zip"] = zip_of(gpkg, padding=padding)
        return found | {f"/{name}-latest.osm.pbf": content for name, content in write_extracts(folder).items()}


def write_addresses(server: LocalServer, path: Path, **changes: str) -> Path:
    """Write the file of addresses; `changes` put another path in the place of a source's own."""
    lines = [f'{name} = "{server.url(place)}"' for name, place in (PATHS | changes).items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def boundary_features() -> list[dict[str, Any]]:
    """The gemeenten as PDOK gives them, in metres."""
    return [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code.removeprefix("GM"), "naam": name, "ligt_in_provincie_naam": provincie},
            "geometry": shapely.geometry.mapping(shapely.box(EAST + west, NORTH, EAST + east, NORTH + 1000)),
        }
        for (code, name, provincie), (west, east) in GEMEENTEN.items()
    ]


def zip_of(path: Path, *, padding: int = 0) -> bytes:
    """An archive with one file, and bytes that do not shrink."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write(path, path.name)
        archive.writestr("leesmij.txt", "." * padding)
    return buffer.getvalue()


def write_areas_with_people(path: Path) -> Path:
    """Wijken en buurten with three layers; each gemeente is one buurt."""
    shapes = [shapely.box(EAST + west, NORTH, EAST + east, NORTH + 1000) for west, east in GEMEENTEN.values()]
    codes, names = [code for code, *_ in GEMEENTEN], [name for _, name, _ in GEMEENTEN]
    rest: dict[str, Sequence[object]] = {"water": ["NEE"] * 3, "aantal_inwoners": [50, 15, 15]}
    own: dict[str, dict[str, list[str]]] = {
        "gemeenten": {},
        "wijken": {"wijkcode": [code.replace("GM", "WK") + "00" for code in codes], "wijknaam": names},
        "buurten": {"buurtcode": [code.replace("GM", "BU") + "0000" for code in codes], "buurtnaam": names},
    }
    for layer, columns in own.items():
        write_layer(path, {**columns, "gemeentecode": codes, "gemeentenaam": names, **rest}, shapes, layer=layer)
    assert len(pyogrio.list_layers(path)) == 3
    return path


def write_extracts(folder: Path) -> dict[str, bytes]:
    """Two crossing streets with a library and a school in Drenthe, and one that goes on into Overijssel."""
    street = {"highway": "residential"}
    things = {6: {"amenity": "library", "name": "De Boekerij"}, 7: {"amenity": "school", "name": "De Brug"}}
    nodes = {
        1: (0.0, 500.0),
        2: (500.0, 500.0),
        3: (1000.0, 500.0),
        4: (500.0, 0.0),
        5: (500.0, 1000.0),
        6: (520.0, 510.0),
        7: (100.0, 510.0),
    }
    drenthe = write_osm(folder / "drenthe.osm", nodes, [([1, 2, 3], street), ([4, 2, 5], street)], tags=things)
    # Ways get the numbers 1 and up in each file; this one keeps clear of those of Drenthe by two that are the same.
    further = nodes | {8: (2000.0, 500.0)}
    ways = [([1, 2, 3], street), ([4, 2, 5], street), ([3, 8], street)]
    overijssel = write_osm(folder / "overijssel.osm", further, ways, tags=things)
    return {path.stem: as_pbf(path).read_bytes() for path in (drenthe, overijssel)}


def as_pbf(path: Path) -> Path:
    """Write an .osm file as .osm.pbf beside it."""
    target = path.with_suffix(".osm.pbf")
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(path)):
            writer.add(thing)
    return target


def forecast_table() -> Reply:
    """The table of forecasts: at most four rows at once, then a link to the next."""
    rows = [
        {
            "RegioIndeling2021": f"{code:10}",
            "PrognoseInterval": interval,
            "Perioden": f"{year}JJ00",
            "TotaleBevolking_1": n,
        }
        for code in ("NL01", *(code for code, *_ in GEMEENTEN))
        for year in (2030, 2040)
        for interval, n in (("MW00000", 0.05), ("MOG0067", 0.04), ("MBG0067", 0.06))
    ]

    def reply(request: Request) -> None:
        condition, start = unquote(request.query.get("$filter", "")), int(request.query.get("$skip", "0"))
        found = [row for row in rows if not condition or f"'{str(row['RegioIndeling2021']).strip()}'" in condition]
        top = int(request.query.get("$top", "4"))
        answer: dict[str, Any] = {"odata.metadata": "x", "value": found[start : start + top]}
        if "$top" not in request.query and start + top < len(found):
            answer["odata.nextLink"] = request.server.url(f"{TABLE_PATH}?$filter={condition}&$skip={start + top}")
        document(answer)(request)

    return reply
