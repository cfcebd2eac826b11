"""Roads from a server that speaks Overpass: a small one on this machine that answers, refuses, lies or falls silent."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import requests
from shapely import LineString, MultiPolygon, Polygon, box

from spreiding.io.network import overpass
from spreiding.io.network.osm import OsmData, RoadSource
from spreiding.io.network.overpass import check_answer, download_roads
from spreiding.io.network.roads import read_roads
from spreiding.network import Access
from spreiding.retrieval import fetch_roads
from spreiding.tables import FERRY, ROAD_CLASSES
from tests.io.files import EAST, NORTH, kinds_of, lonlat, write_areas

AREA = box(EAST - 100, NORTH - 100, EAST + 1100, NORTH + 1100)
BOTH_BY_CAR = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)

Answer = tuple[int, bytes]


@contextmanager
def overpass_server(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """Serve `answer` to every question; gives the address and the list of questions."""
    questions: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            questions.append(parse_qs(body)["data"][0])
            status, content = answer(questions[-1])
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api", questions
    finally:
        server.shutdown()
        server.server_close()


def node(number: int, east: float, north: float, **tags: str) -> dict[str, Any]:
    lon, lat = lonlat(east, north)
    return {"type": "node", "id": number, "lat": lat, "lon": lon} | ({"tags": tags} if tags else {})


def way(number: int, nodes: list[int], **tags: str) -> dict[str, Any]:
    return {"type": "way", "id": number, "nodes": nodes, "tags": {k.replace("__", ":"): v for k, v in tags.items()}}


# A street of 300 + 400 m with a bollard at its far end, a one-way street of 500 m back for cars, and a ferry of 600 m.
NODES = [
    node(1, 0, 0),
    node(2, 300, 0),
    node(3, 300, 400, barrier="bollard"),
    node(4, 900, 400),
]
STREETS = [
    way(10, [1, 2, 3], highway="residential", maxspeed="20"),
    way(11, [3, 1], highway="residential", oneway="yes", oneway__bicycle="no", surface="asphalt"),
]
BOAT = way(12, [3, 4], route="ferry", foot="yes", duration="00:04")


def serve_village(question: str) -> Answer:
    wanted = [BOAT] if "ferry" in question else STREETS
    return 200, json.dumps({"elements": [*NODES, *wanted]}).encode()


@pytest.fixture(autouse=True, scope="module")
def direct_connection() -> Iterator[None]:
    """Do not ask a proxy for this very machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        yield


@pytest.fixture(scope="module")
def village() -> tuple[OsmData, list[str]]:
    """The roads of the village, and what was asked."""
    with overpass_server(serve_village) as (url, questions):
        return download_roads(AREA, overpass_url=url), questions


def test_streets_and_boats_are_asked_for(village: tuple[OsmData, list[str]]) -> None:
    _, questions = village
    assert sorted("ferry" in question for question in questions) == [False, True]
    assert all("poly:" in question for question in questions)


def test_the_answer_becomes_roads(village: tuple[OsmData, list[str]]) -> None:
    data, _ = village
    roads = data.roads
    assert data.crs == "EPSG:4326"
    is_road = roads.length_m > 0
    names = [ROAD_CLASSES[index].name for index in roads.road_class[is_road]]
    found = sorted(zip(names, np.round(roads.length_m[is_road]).astype(int).tolist(), strict=True))
    # The sides of the triangle of 3, 4 and 5, and the ferry.
    assert found == [(FERRY, 600), ("residential", 300), ("residential", 400), ("residential", 500)]


def test_directions_limits_and_barriers_survive_the_way_through_osmnx(
    village: tuple[OsmData, list[str]],
) -> None:
    roads = village[0].roads
    by_length = {round(length): k for k, length in enumerate(roads.length_m) if length > 0}
    assert roads.access[by_length[300]] & BOTH_BY_CAR == BOTH_BY_CAR
    one_way = Access(int(roads.access[by_length[500]]))
    assert (one_way & BOTH_BY_CAR).bit_count() == 1
    assert {Access.FIETS_FORWARD, Access.FIETS_BACKWARD} <= set(one_way)
    # Nine tenths of 20 km/h.
    assert roads.car_kmh[by_length[300]] == pytest.approx(18)
    # The bollard gives both streets an end of their own, with a link of no length that cars cannot pass.
    assert (roads.length_m == 0).sum() == 2
    # 600 m in 4 minutes and a wait of 8.
    assert roads.car_kmh[by_length[600]] == pytest.approx(0.6 / 12 * 60)


def test_a_question_that_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    is_broken = threading.Event()

    def serve_until_broken(question: str) -> Answer:
        return (500, b"broken") if is_broken.is_set() else serve_village(question)

    with overpass_server(serve_until_broken) as (url, questions):
        first = download_roads(AREA, overpass_url=url, cache=tmp_path)
        is_broken.set()
        again = download_roads(AREA, overpass_url=url, cache=tmp_path)
    assert len(questions) == 2
    np.testing.assert_array_equal(first.roads.length_m, again.roads.length_m)


def body(elements: object, **other: object) -> bytes:
    return json.dumps({"elements": elements, **other}).encode()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((504, b"too busy"), "download_overloaded"),
        ((200, body([{"type": "node", "id": 1}])), "download_broken"),
        ((200, body([])), "empty_roads"),
        ((200, body([node(1, 90_000, 0), node(2, 91_000, 0), way(1, [1, 2], highway="service")])), "empty_roads"),
    ],
)
def test_an_answer_without_roads_is_named(answer: Answer, kind: str) -> None:
    with overpass_server(lambda _: answer) as (url, _):
        assert kinds_of(lambda: download_roads(AREA, overpass_url=url)) == [kind]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((429, b"slow down"), "download_overloaded"),
        ((503, b"back soon"), "download_overloaded"),
        ((400, b"<html>bad request</html>"), "download_refused"),
        ((200, b"<html>log in first</html>"), "download_broken"),
        ((200, b"[1, 2]"), "download_broken"),
        ((200, b'{"elements": 3}'), "download_broken"),
        ((200, body(NODES)[:-9]), "download_broken"),
        ((200, body(NODES, remark="runtime error: Query timed out")), "download_broken"),
    ],
)
def test_an_answer_that_cannot_be_the_whole_is_refused(answer: Answer, kind: str) -> None:
    with overpass_server(lambda _: answer) as (url, _):
        response = requests.post(f"{url}/interpreter", data={"data": "question"}, timeout=10)
        assert kinds_of(lambda: check_answer(response)) == [kind]


def test_a_server_that_is_not_there_is_named() -> None:
    with overpass_server(serve_village) as (url, _):
        pass
    assert kinds_of(lambda: download_roads(AREA, overpass_url=url)) == ["download_unreachable"]


def test_a_server_that_keeps_silent_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    silence = threading.Event()

    def keep_silent(_: str) -> Answer:
        silence.wait(60)
        return 200, body([])

    monkeypatch.setattr(overpass, "MAX_WALL_SECONDS", 4.0)
    with overpass_server(keep_silent) as (url, _):
        assert kinds_of(lambda: download_roads(AREA, overpass_url=url)) == ["download_slow"]
        silence.set()


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        (Polygon(), "area_not_usable"),
        (MultiPolygon(), "area_not_usable"),
        (LineString([(0, 0), (1, 1)]), "area_not_usable"),
        # 51 × 50 = 2,550 km².
        (box(EAST, NORTH, EAST + 51_000, NORTH + 50_000), "area_too_large"),
    ],
)
def test_an_area_that_cannot_be_asked_for_is_named(area: Any, kind: str) -> None:  # noqa: ANN401 - also what is no area
    assert kinds_of(lambda: download_roads(area, overpass_url="http://127.0.0.1:9/api")) == [kind]


def test_the_roads_around_gemeenten_are_fetched_into_a_file_that_knows_whose_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    areas = write_areas(tmp_path / "g.geojson", {("GM0001", "Hier"): (0, 0, 300, 400)})
    monkeypatch.setenv("SPREIDING_CACHE", str(tmp_path / "cache"))
    with overpass_server(serve_village) as (url, questions):
        (tmp_path / "adressen.toml").write_text(f'overpass = "{url}"', encoding="utf-8")
        monkeypatch.setenv("SPREIDING_ADRESSEN", str(tmp_path / "adressen.toml"))
        path = fetch_roads(areas, keep=["hier"])
    assert questions
    read = read_roads(path)
    assert read.source is RoadSource.OSM
    # The boat of 600 m and the two streets (300 + 400 and 500 m) are in it.
    assert read.roads.length_m.sum() == pytest.approx(600 + 300 + 400 + 500, abs=1)
    assert [kept.name for kept in path.parent.iterdir() if kept.is_file()] == [path.name]


def test_a_gemeente_that_the_boundaries_lack_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "g.geojson", {("GM0001", "Hier"): (0, 0, 300, 400)})
    assert kinds_of(lambda: fetch_roads(areas, keep=["Elders"])) == ["unknown_area"]
