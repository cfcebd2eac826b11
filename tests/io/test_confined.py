"""A reader in a process of its own: what it may not take, and that it never stays behind."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from spreiding.io.files import confined
from spreiding.io.files.vector import open_vector
from tests.io.files import kinds_of
from tests.io.vector_files import listed_view, run_sql, virtual_table, write_geopackage

# A query that never ends: a view of all whole numbers.
ENDLESS = listed_view("with recursive n(x) as (select 1 union all select x + 1 from n) select x as fid from n")

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits per process")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tijdelijk"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def read_all(path: Path) -> None:
    with open_vector(path) as file:
        for layer in file.layers:
            file.read(layer.name, columns=layer.columns)


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "confined_reader" in " ".join(child.cmdline())]


def test_a_file_that_takes_too_long_is_ended_and_leaves_nothing(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = run_sql(tmp_path / "v.gpkg", *ENDLESS)
    monkeypatch.setattr(confined, "MAX_WALL_SECONDS", 2.0)
    assert kinds_of(lambda: read_all(path)) == ["read_takes_too_long"]
    assert not children()
    assert not list(temporary.iterdir())


@needs_limits
def test_a_file_that_takes_too_much_of_the_processor_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = run_sql(tmp_path / "v.gpkg", *ENDLESS)
    monkeypatch.setattr(confined, "MAX_CPU_SECONDS", 1)
    assert kinds_of(lambda: read_all(path)) == ["read_takes_too_long"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the addresses of a process")
def test_a_file_that_takes_too_much_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One text of 200 MB; 500 MB of addresses hold the reader, but not that text and its copies.
    path = tmp_path / "v.parquet"
    pq.write_table(pa.table({"naam": ["x" * 200_000_000]}), path, compression="zstd")
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(confined, "MAX_ADDRESS_BYTES", 500 * 1024**2)
    assert kinds_of(lambda: read_all(path)) == ["file_too_large"]


def test_an_answer_may_not_be_larger_than_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "v.parquet"
    pq.write_table(pa.table({"naam": ["x" * 1000] * 100_000}), path)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(confined, "MAX_RESULT_BYTES", 10 * 1024**2)
    assert kinds_of(lambda: read_all(path)) == ["file_too_large"]


def test_rows_of_nothing_are_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "v.parquet"
    pq.write_table(pa.table({"naam": pa.nulls(30_000_000)}), path)
    assert kinds_of(lambda: read_all(path)) == ["too_many_rows"]


def test_the_reader_and_its_folder_go_when_the_asking_side_fails(tmp_path: Path, temporary: Path) -> None:
    path = write_geopackage(tmp_path / "v.gpkg")

    def fail_inside() -> None:
        with open_vector(path):
            assert len(children()) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_inside()
    assert not children()
    assert not list(temporary.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux and macOS do")
def test_the_reader_and_its_folder_go_when_the_program_is_killed(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "v.gpkg")
    temporary = tmp_path / "tijdelijk"
    temporary.mkdir()
    program = (
        "import sys, tempfile, time, psutil\n"
        "from pathlib import Path\n"
        "from spreiding.io.files.vector import open_vector\n"
        "tempfile.tempdir = sys.argv[2]\n"
        "with open_vector(Path(sys.argv[1])):\n"
        "    print(psutil.Process().children()[0].pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(path), str(temporary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:  # noqa: S603
        assert asking.stdout is not None
        reader = psutil.Process(int(asking.stdout.readline()))
        os.kill(asking.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while reader.is_running() and reader.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE
    assert not list(temporary.iterdir())


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """The address of a server in this process, and what was asked of it."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815 - the name that the server looks for

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_no_file_makes_the_reader_dial_out_or_open_another_file(
    tmp_path: Path, visits: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = visits
    monkeypatch.setenv("GDAL_HTTP_PROXY", "")
    secret = tmp_path / "geheim.csv"
    secret.write_text("naam;x\nGEHEIM;1\n")
    calls = [
        f"gdal_get_pixel_value('/vsicurl/{address}/a.tif', 1, 'pixel', 1, 1)",
        f"ogr_geocode('Assen', 'all', '{{\"SERVICE\": \"{address}\"}}')",
        f"ogr_datasource_load_layers('/vsicurl/{address}/a.gpkg')",
        f"load_extension('{secret}')",
    ]
    for number, call in enumerate(calls):
        path = run_sql(tmp_path / f"{number}.gpkg", *listed_view(f"select 1 as fid, {call} as naam"))
        assert kinds_of(partial(read_all, path)) == ["unreadable_file"]
    for number, module in enumerate(("VirtualOGR", "VirtualShape", "VirtualText")):
        for start in ("CREATE VIRTUAL TABLE", "CREATE/**/VIRTUAL TABLE"):
            sql = f"{start} v USING {module}('{secret}', 'utf8', 28992)"
            path = tmp_path / f"{number}{len(start)}.gpkg"
            run_sql(path, *virtual_table(sql))
            assert kinds_of(partial(read_all, path)) == ["unsafe_database"]
    for name in (f"/vsicurl/{address}/a.gpkg", f"{address}/a.gpkg", "/vsistdin/", f"/vsizip/{secret}"):
        assert kinds_of(partial(read_all, Path(name))) == ["file_not_found"]
    assert not asked


@pytest.mark.parametrize(
    ("file_format", "driver"), [("gpkg", "GPKG"), ("shp", "ESRI Shapefile"), ("fgb", "FlatGeobuf")]
)
def test_only_the_driver_of_the_format_is_left(file_format: str, driver: str) -> None:
    program = (
        "from spreiding.io.files.confined_formats import GdalFile\n"
        f"GdalFile('bron', '{file_format}', 0)\n"
        "import pyogrio\n"
        "print(*pyogrio.list_drivers(), sep=',')\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout.strip() == driver
