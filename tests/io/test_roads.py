"""Roads from any kind of file, and the archive of our own."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import osmium
import osmnx as ox
import psutil
import pytest

from spreiding.errors import InputError
from spreiding.io.network import confined_roads
from spreiding.io.network.osm import read_osm
from spreiding.io.network.roads import read_answer, read_roads, write_archive
from spreiding.io.network.way_segments import drop_unplaced
from spreiding.network import Roads
from tests.io.files import kinds_of, write_osm, write_village
from tests.io.test_osm_graph import make_graph
from tests.worlds import line_roads


def write_pbf(path: Path) -> Path:
    """The village as the compressed file that publishers give."""
    source = write_village(path.with_suffix(".xml.osm"))
    with osmium.SimpleWriter(path) as writer:
        for thing in osmium.FileProcessor(source):
            writer.add(thing)
    return path


def test_an_archive_gives_back_what_was_written(tmp_path: Path) -> None:
    write_archive(line_roads(3), tmp_path / "wegen.npz")
    found = read_roads(tmp_path / "wegen.npz").roads
    for field in fields(Roads):
        np.testing.assert_array_equal(getattr(found, field.name), getattr(line_roads(3), field.name))


def test_a_map_gives_its_libraries_too(tmp_path: Path) -> None:
    data = read_roads(write_village(tmp_path / "dorp.osm"))
    assert [library.id for library in data.libraries] == ["osm-node-6"]
    assert data.roads.tail.size == 4
    assert data.crs == "EPSG:4326"


@pytest.mark.parametrize(("name", "kind"), [("wegen.txt", "wrong_file_type"), ("wegen.npz", "unreadable_file")])
def test_another_kind_of_file_is_named(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text("hallo", encoding="utf-8")
    assert kinds_of(lambda: read_roads(path)) == [kind]
    assert kinds_of(lambda: read_roads(tmp_path / "weg.osm.pbf")) == ["file_not_found"]


def test_a_map_without_roads_is_refused(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "a.osm", {1: (0.0, 0.0), 2: (9.0, 0.0)}, [([1, 2], {"waterway": "canal"})])
    assert kinds_of(lambda: read_roads(path)) == ["empty_roads"]


def test_the_reader_of_its_own_process_finds_what_the_reader_finds(tmp_path: Path) -> None:
    path = write_village(tmp_path / "dorp.osm")
    found, wanted = read_roads(path), read_osm(path)
    assert (found.places, found.date, found.crs) == (wanted.places, wanted.date, wanted.crs)
    for field in fields(Roads):
        np.testing.assert_array_equal(getattr(found.roads, field.name), getattr(wanted.roads, field.name))


def test_a_graph_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    ox.save_graphml(make_graph(), tmp_path / "weg.graphml")
    assert read_roads(tmp_path / "weg.graphml").roads.tail.size == 3
    (tmp_path / "weg.graphml").write_text("no xml", encoding="utf-8")
    assert kinds_of(lambda: read_roads(tmp_path / "weg.graphml")) == ["unreadable_file"]


def test_the_fault_that_the_reader_finds_is_told(tmp_path: Path) -> None:
    graph = make_graph()
    del graph.graph["crs"]
    ox.save_graphml(graph, tmp_path / "a.graphml")
    assert kinds_of(lambda: read_roads(tmp_path / "a.graphml")) == ["missing_crs"]
    ox.save_graphml(make_graph("LOCAL"), tmp_path / "b.graphml")
    assert kinds_of(lambda: read_roads(tmp_path / "b.graphml")) == ["unknown_crs"]


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody reads anything in a hundredth of a second: Python itself takes longer to start.
    monkeypatch.setattr(confined_roads, "_FIRST_SECONDS", 0.01)
    path = write_village(tmp_path / "dorp.osm")
    assert kinds_of(lambda: read_roads(path)) == ["read_takes_too_long"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux and macOS do")
def test_the_reader_and_its_folder_go_when_the_program_is_killed(tmp_path: Path) -> None:
    temporary = tmp_path / "tijdelijk"
    temporary.mkdir()
    program = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "from spreiding.io.files import confinement\n"
        "from spreiding.io.network.roads import read_roads\n"
        "def wait(reader, question):\n"
        "    print(reader.process.pid, flush=True)\n"
        "    sys.stdin.read()\n"
        "confinement.Reader.ask = wait\n"
        "tempfile.tempdir = sys.argv[2]\n"
        "read_roads(Path(sys.argv[1]))\n"
    )
    path = write_village(tmp_path / "dorp.osm")
    command = [sys.executable, "-c", program, str(path), str(temporary)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asking:  # noqa: S603
        assert asking.stdout is not None
        reader = psutil.Process(int(asking.stdout.readline()))
        assert len(list(temporary.iterdir())) == 1
        asking.kill()
    psutil.wait_procs([reader], timeout=30)
    assert not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE
    assert not list(temporary.iterdir())


def test_the_folder_of_who_starts_is_not_on_the_path_of_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_village(tmp_path / "dorp.osm")
    (tmp_path / "osmium.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert read_roads(path).roads.tail.size > 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits on memory here")
def test_a_reader_that_needs_too_much_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A million nodes in one way: some 200 MB beside the 400 MB of address space that the libraries take.
    nodes = '<node id="1" version="1" lat="52" lon="5"/><node id="2" version="1" lat="52.1" lon="5"/>'
    refs = '<nd ref="1"/><nd ref="2"/>' * 500_000
    way = f'<way id="1" version="1">{refs}<tag k="highway" v="residential"/></way>'
    path = tmp_path / "bom.osm"
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>', encoding="utf-8")
    monkeypatch.setattr(confined_roads, "MAX_ADDRESS_BYTES", 500_000_000)
    # A compiled library that gets no memory may also die of it without a word.
    assert kinds_of(lambda: read_roads(path))[0] in {"roads_too_large", "unreadable_file"}


def test_damage_anywhere_in_a_map_is_named_or_harmless(tmp_path: Path) -> None:
    good = write_pbf(tmp_path / "goed.osm.pbf").read_bytes()
    rng = np.random.default_rng(1)
    for _ in range(100):
        damaged = bytearray(good)
        damaged[rng.integers(len(good))] ^= 1 << int(rng.integers(8))
        path = tmp_path / "kapot.osm.pbf"
        path.write_bytes(damaged)
        try:
            assert read_osm(path).roads.tail.size <= 4
        except InputError as error:
            assert error.kind == "unreadable_file"  # noqa: PT017 - both outcomes are right


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_a_map_that_was_cut_off_is_named(tmp_path: Path, share: float) -> None:
    good = write_pbf(tmp_path / "goed.osm.pbf").read_bytes()
    path = tmp_path / "half.osm.pbf"
    path.write_bytes(good[: int(share * len(good))])
    assert kinds_of(lambda: read_osm(path)) == ["unreadable_file"]


def test_an_answer_without_its_parts_is_refused(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_answer(tmp_path, file="weg.osm")) == ["unreadable_file"]


def test_roads_off_the_projection_are_dropped() -> None:
    # A node at infinity, between two good segments.
    roads = line_roads(4)
    x_m = roads.x_m.copy()
    x_m[2] = np.inf
    found = drop_unplaced(replace(roads, x_m=x_m))
    assert (found.x_m.tolist(), found.tail.tolist(), found.head.tolist()) == ([0, 1000, 3000, 4000], [0, 2], [1, 3])
    assert drop_unplaced(roads) is roads


def test_an_archive_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    roads = line_roads(3)
    broken = {
        "knoop": replace(roads, head=roads.head + np.int32(9)),
        "lengte": replace(roads, length_m=roads.length_m[:-1]),
        "klasse": replace(roads, road_class=np.full(3, 200, dtype=np.uint8)),
        "plaats": replace(roads, x_m=roads.x_m * np.nan),
    }
    for name, archive in broken.items():
        write_archive(archive, tmp_path / f"{name}.npz")
        path = tmp_path / f"{name}.npz"
        assert kinds_of(lambda path=path: read_roads(path)) == ["unreadable_file"]  # type: ignore[misc]


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    values = {field.name: getattr(line_roads(1), field.name) for field in fields(Roads)}
    np.savez(tmp_path / "wegen.npz", **(values | {"tail": np.array([{"a": 1}], dtype=object)}))
    assert kinds_of(lambda: read_roads(tmp_path / "wegen.npz")) == ["unreadable_file"]
