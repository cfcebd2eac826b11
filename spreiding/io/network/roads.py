"""Roads from any file that holds them: OpenStreetMap, an osmnx graph, lines with a class, or our own archive (.npz)."""

import json
import zipfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import TypeAdapter, ValidationError

from spreiding.errors import InputError
from spreiding.io.files.crs import RD
from spreiding.io.network.confined_roads import allowed_seconds, run_reader
from spreiding.io.network.osm import OsmData, RoadSource
from spreiding.io.network.osm_places import Place
from spreiding.io.network.road_lines import read_road_lines
from spreiding.io.network.way_segments import drop_unplaced
from spreiding.network import Roads
from spreiding.tables import ROAD_CLASSES

_OSM: Final = (".osm.pbf", ".osm", ".pbf", ".osm.bz2", ".osm.gz")
_GRAPH: Final = ".graphml"
_ARCHIVE: Final = ".npz"
_LINES: Final = (".gpkg", ".fgb", ".parquet", ".geoparquet", ".shp", ".geojson", ".json", ".zip")
_ROADS_FILE, _REST_FILE = "wegen.npz", "rest.json"
_PLACES: Final[TypeAdapter[tuple[Place, ...]]] = TypeAdapter(tuple[Place, ...])


def is_roads_file(path: Path) -> bool:
    """Whether the name is one that only files of roads have; its content is checked by the reader."""
    return path.name.lower().endswith((*_OSM, _GRAPH, _ARCHIVE))


def read_roads(path: Path) -> OsmData:
    """Read roads, and the places beside them where the file is OpenStreetMap's.

    Raises
    ------
    InputError
        `file_not_found`, `wrong_file_type`, `unreadable_file` or `empty_roads`; that reading takes too much; or as
        `read_road_lines`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    name = path.name.lower()
    if name.endswith(_OSM):
        data = _read_confined(path, "osm")
    elif name.endswith(_GRAPH):
        data = _read_confined(path, "graphml")
    elif name.endswith(_ARCHIVE):
        data = OsmData(read_archive(path), crs=RD, source=_archive_source(path))
    elif name.endswith(_LINES):
        data = read_road_lines(path)
    else:
        expected = ".osm.pbf, .osm, .graphml, .gpkg, .fgb, .parquet, .shp, .geojson"
        raise InputError("wrong_file_type", file=path.name, expected=expected)
    if data.roads.tail.size == 0:
        raise InputError("empty_roads", file=path.name)
    return data


def write_archive(roads: Roads, path: Path, *, source: RoadSource = RoadSource.GENERATED) -> None:
    """Write roads as a compressed .npz archive: one array per field of `Roads`, and whose they are."""
    arrays = {field.name: getattr(roads, field.name) for field in fields(Roads)}
    np.savez_compressed(path, allow_pickle=False, source=np.array(source.value), **arrays)


def read_archive(path: Path) -> Roads:
    """Read roads from an archive that `write_archive` made.

    Raises
    ------
    InputError
        `unreadable_file` when it is no such archive or contradicts itself.

    """
    try:
        # Opened here: numpy forgets to close a file that turns out to be no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            roads = Roads(**{field.name: archive[field.name] for field in fields(Roads)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    if not _is_consistent(roads):
        raise InputError("unreadable_file", file=path.name, reason="segments do not fit the nodes")
    return roads


def _archive_source(path: Path) -> RoadSource:
    """Return whose roads an archive holds; those of the example, that says nothing of it, are generated."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        said = str(archive["source"]) if "source" in archive.files else ""
    return RoadSource(said) if said in list(RoadSource) else RoadSource.GENERATED


def write_answer(data: OsmData, folder: Path) -> None:
    """Write what a reader found, for the process that asked."""
    roads = drop_unplaced(data.roads)
    np.savez(folder / _ROADS_FILE, allow_pickle=False, **{f.name: getattr(roads, f.name) for f in fields(Roads)})
    rest = {"places": [asdict(place) for place in data.places], "date": data.date, "crs": data.crs}
    (folder / _REST_FILE).write_text(json.dumps(rest), encoding="utf-8")


def read_answer(folder: Path, *, file: str) -> OsmData:
    """Read what a reader found in `file`, and check it: the reader may have been led astray.

    Raises
    ------
    InputError
        `unreadable_file`.

    """
    try:
        rest: dict[str, Any] = json.loads((folder / _REST_FILE).read_text(encoding="utf-8"))
        places = _PLACES.validate_python(rest["places"])
        return OsmData(read_archive(folder / _ROADS_FILE), places, str(rest["date"]), str(rest["crs"]))
    except (OSError, ValueError, KeyError, ValidationError, InputError) as error:
        raise InputError("unreadable_file", file=file, reason=str(error)) from error


def _read_confined(path: Path, do: str) -> OsmData:
    task = {"do": do, "source": str(path.resolve())}
    with run_reader(task, file=path.name, max_s=allowed_seconds(path)) as folder:
        return read_answer(folder, file=path.name)


def _is_consistent(roads: Roads) -> bool:
    per_segment = (roads.tail, roads.head, roads.length_m, roads.road_class, roads.car_kmh, roads.access)
    if len({array.shape for array in per_segment}) > 1 or roads.x_m.shape != roads.y_m.shape:
        return False
    if not all(np.isfinite(array).all() for array in (roads.x_m, roads.y_m, roads.length_m)):
        return False
    if roads.tail.size == 0:
        return True
    ends = np.concatenate([roads.tail, roads.head])
    return bool(ends.min() >= 0 and ends.max() < roads.x_m.size and roads.road_class.max() < len(ROAD_CLASSES))
