"""Roads for an area from a server that speaks Overpass, by way of osmnx."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from spreiding import __version__
from spreiding.demand import FloatArray
from spreiding.errors import InputError
from spreiding.io.files.crs import RD, WGS84, transform
from spreiding.io.network.confined_roads import run_reader
from spreiding.io.network.osm import OsmData
from spreiding.io.network.osm_graph import roads_from_graph
from spreiding.io.network.osm_tags import NODE_KEYS, WAY_KEYS
from spreiding.io.network.roads import read_answer

if TYPE_CHECKING:
    import requests

SOURCE: Final = "OpenStreetMap (Overpass)"
# What osmnx asks in one question; who wants more takes an extract and spares a server of volunteers.
MAX_KM2: Final = 2500.0
MAX_WALL_SECONDS: Final = 900.0

_M2_PER_KM2: Final = 1e6
_ANSWER_SECONDS: Final = 180
# All that carries traffic, with the tags on which our own rules decide; two questions, for roads and for boats.
_FILTERS: Final = ('["highway"]', '["route"="ferry"]')
_BUSY: Final = (429, 503, 504)
_ERRORS_FROM: Final = 400


def download_roads(polygon_rd: BaseGeometry, *, overpass_url: str, cache: Path | None = None) -> OsmData:
    """Download the roads and ferries in an area [EPSG:28992]; a question that was answered before comes from `cache`.

    Libraries, schools and other places are not asked for: `OsmData.places` is empty.

    Raises
    ------
    InputError
        `area_not_usable`, `area_too_large`, `empty_roads`, or why the server gave nothing: `download_unreachable`,
        `download_slow`, `download_overloaded`, `download_refused`, `download_broken`.

    """
    area = shapely.make_valid(polygon_rd)
    if not isinstance(area, Polygon | MultiPolygon) or area.is_empty or not shapely.is_valid(area):
        raise InputError("area_not_usable")
    km2 = area.area / _M2_PER_KM2
    if km2 > MAX_KM2:
        raise InputError("area_too_large", km2=round(km2), max_km2=round(MAX_KM2))
    task = {
        "do": "overpass",
        "polygon": shapely.transform(area, _to_degrees).wkt,
        "url": overpass_url,
        "cache": "" if cache is None else str(cache.resolve()),
    }
    try:
        with run_reader(task, file=SOURCE, max_s=MAX_WALL_SECONDS) as folder:
            data = read_answer(folder, file=SOURCE)
    except InputError as error:
        if error.kind != "read_takes_too_long":
            raise
        raise InputError("download_slow", source=SOURCE, host=urlsplit(str(task["url"])).hostname) from error
    if data.roads.tail.size == 0:
        raise InputError("empty_roads", file=SOURCE)
    return data


def _to_degrees(points: FloatArray) -> FloatArray:
    return np.column_stack(transform(points[:, 0], points[:, 1], source=RD, target=WGS84))


def fetch_roads(polygon: str, *, url: str, cache: Path | None) -> OsmData:
    """Ask the server for roads; only in a process of its own, because osmnx changes the whole process.

    Raises
    ------
    InputError
        As `download_roads`.

    """
    import networkx as nx  # noqa: PLC0415 - these take seconds to import
    import osmnx as ox  # noqa: PLC0415
    import requests  # noqa: PLC0415

    host = urlsplit(url).hostname or url
    area = shapely.from_wkt(polygon)
    if not isinstance(area, Polygon | MultiPolygon):
        raise InputError("area_not_usable")
    _configure(ox.settings, url=url, cache=cache)
    try:
        graph: nx.MultiDiGraph[Any] = ox.graph_from_polygon(
            area,
            custom_filter=list(_FILTERS),
            simplify=False,
            retain_all=True,
            truncate_by_edge=True,
        )
    except requests.Timeout as error:
        raise InputError("download_slow", source=SOURCE, host=host) from error
    except requests.ConnectionError as error:
        raise InputError("download_unreachable", source=SOURCE, host=host) from error
    except (requests.RequestException, KeyError, TypeError, AttributeError) as error:
        raise InputError("download_broken", source=SOURCE, host=host, reason=repr(error)) from error
    except ValueError:
        # The answers made sense, or `check_answer` had refused them: osmnx found nothing in the area.
        graph = nx.MultiDiGraph(crs=WGS84)
    return OsmData(roads_from_graph(graph, file=SOURCE), crs=WGS84)


def _configure(settings: Any, *, url: str, cache: Path | None) -> None:  # noqa: ANN401 - a module
    settings.overpass_url = url
    settings.use_cache = cache is not None
    settings.cache_folder = cache or settings.cache_folder
    settings.requests_timeout = _ANSWER_SECONDS
    settings.requests_kwargs = {"hooks": {"response": check_answer}}
    settings.useful_tags_way = list(WAY_KEYS)
    settings.useful_tags_node = list(NODE_KEYS)
    settings.http_user_agent = f"Spreiding/{__version__}"
    # Otherwise it sleeps a minute when it does not understand how busy the server is, and asks a third for its address.
    settings.overpass_rate_limit = False
    settings.doh_url_template = None


def check_answer(response: "requests.Response", *_: object, **__: object) -> None:
    """Refuse an answer that osmnx would wait for without end, or take for the whole.

    Raises
    ------
    InputError
        `download_overloaded`, `download_refused` or `download_broken`.

    """
    host = urlsplit(response.url).hostname or ""
    status = response.status_code
    if status in _BUSY:
        raise InputError("download_overloaded", source=SOURCE, host=host, status=status)
    if status >= _ERRORS_FROM:
        raise InputError("download_refused", source=SOURCE, host=host, status=status)
    if response.is_redirect:
        return
    try:
        answer = response.json()
        n_elements = len(answer["elements"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("download_broken", source=SOURCE, host=host, reason=str(error)) from error
    if "remark" in answer:
        # A server that gave up midway says so in an answer with a good status and too few elements.
        reason = f"{n_elements} elements, {answer['remark']}"
        raise InputError("download_broken", source=SOURCE, host=host, reason=reason)
