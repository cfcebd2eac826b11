"""Roads from any file that holds them: OpenStreetMap, an osmnx graph, or our own archive (.npz)."""

import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Final

import numpy as np

from spreiding.errors import InputError
from spreiding.io.crs import RD
from spreiding.io.osm import OsmData, read_osm
from spreiding.network import Roads
from spreiding.tables import ROAD_CLASSES

_OSM: Final = (".osm.pbf", ".osm", ".pbf", ".osm.bz2", ".osm.gz")


def is_roads_file(path: Path) -> bool:
    """Whether the name is that of a file of roads; its content is checked by the reader."""
    return path.name.lower().endswith((*_OSM, ".graphml", ".npz"))


def read_roads(path: Path) -> OsmData:
    """Read roads, and the libraries beside them where the file is OpenStreetMap's.

    Raises
    ------
    InputError
        `file_not_found`, `wrong_file_type`, `unreadable_file` or `empty_roads`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    name = path.name.lower()
    if name.endswith(_OSM):
        data = read_osm(path)
    elif name.endswith(".graphml"):
        from spreiding.io.osm_graph import read_graph  # noqa: PLC0415 - osmnx takes seconds to import

        data = read_graph(path)
    elif name.endswith(".npz"):
        data = OsmData(read_archive(path), crs=RD)
    else:
        raise InputError("wrong_file_type", file=path.name, expected=".osm.pbf, .osm, .graphml")
    if data.roads.tail.size == 0:
        raise InputError("empty_roads", file=path.name)
    return data


def write_archive(roads: Roads, path: Path) -> None:
    """Write roads as a compressed .npz archive: one array per field of `Roads`."""
    np.savez_compressed(path, allow_pickle=False, **{field.name: getattr(roads, field.name) for field in fields(Roads)})


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


def _is_consistent(roads: Roads) -> bool:
    per_segment = (roads.tail, roads.head, roads.length_m, roads.road_class, roads.car_kmh, roads.access)
    if len({array.shape for array in per_segment}) > 1 or roads.x_m.shape != roads.y_m.shape:
        return False
    if roads.tail.size == 0:
        return True
    ends = np.concatenate([roads.tail, roads.head])
    return bool(ends.min() >= 0 and ends.max() < roads.x_m.size and roads.road_class.max() < len(ROAD_CLASSES))
