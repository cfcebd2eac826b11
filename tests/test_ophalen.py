"""`regio ophalen` as a user runs it: a whole region from the sources, whatever happens on the way."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from spreiding import cli
from spreiding.io.store import read_manifest, read_region
from tests.io.files import write_cbs
from tests.io.server import LocalServer, Reply, Request, file, html, run_server, status
from tests.io.sources import TABLE_PATH, serve_sources, source_files, zip_of

# Requests of a whole round: boundaries on two pages, two sizes of squares, areas, roads, and of the forecast a look at
# one row and two gemeenten × six rows in pages of four.
N_REQUESTS = 2 + 2 + 1 + 1 + 1 + 3
# Of the archives [bytes]: enough to be killed in the middle.
PADDING = 400_000


@dataclass
class Place:
    """A server with the sources, a cache and a folder of regions."""

    server: LocalServer
    folder: Path
    running: list[BaseProcess] = field(default_factory=list)

    @property
    def region(self) -> Path:
        return self.folder / "regio" / "drenthe"

    @property
    def out(self) -> Path:
        return self.folder / "stdout.txt"

    @property
    def err(self) -> Path:
        return self.folder / "stderr.txt"

    @property
    def settings(self) -> dict[str, str]:
        """The environment that leads to this place."""
        return {
            "SPREIDING_ADRESSEN": str(self.folder / "bron" / "adressen.toml"),
            "SPREIDING_CACHE": str(self.folder / "cache"),
            "SPREIDING_REGIOS": str(self.folder / "regio"),
            "NO_PROXY": "127.0.0.1",
        }

    def start(self, *arguments: str) -> BaseProcess:
        """Start the command in a process of its own, that has its modules already."""
        process = FORKS.Process(target=be_the_command, args=(arguments, self.settings, self.out, self.err))
        process.start()
        self.running.append(process)
        return process

    def stop(self, *arguments: str) -> int | None:
        """Run the command until it ends or is killed; return its exit code."""
        process = self.start(*arguments)
        process.join()
        return process.exitcode

    def fetch(self, *arguments: str) -> dict[str, Any]:
        """Run the command in a process of its own, which must succeed; return its answer."""
        assert self.stop(*arguments, "--json") == 0, self.err.read_text(encoding="utf-8")
        found = json.loads(self.out.read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found

    def kill(self) -> None:
        """Kill the last process, as a power cut would."""
        self.running[-1].kill()


# A process that is forked from one with the modules of the command starts at once; a new one takes a second or two.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["spreiding.cli", "spreiding.retrieval"])


def be_the_command(arguments: tuple[str, ...], settings: dict[str, str], out: Path, err: Path) -> None:
    """Be the command until it ends."""
    os.environ.update(settings)
    sys.argv = ["spreiding", "regio", "ophalen", *arguments]
    # Files, not pipes: a process that is killed leaves nothing open.
    with out.open("w") as out_file, err.open("w") as err_file:
        sys.stdout, sys.stderr = out_file, err_file
        cli.main()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The small country on a server."""
    with run_server() as server:
        serve_sources(server, tmp_path / "bron", padding=PADDING)
        place = Place(server, tmp_path)
        try:
            yield place
        finally:
            for process in place.running:
                process.kill()
                process.join()


def test_a_provincie_becomes_a_whole_region(place: Place) -> None:
    command = [sys.executable, "-m", "spreiding", "regio", "ophalen", "--provincie", "Drenthe", "--json"]
    ran = subprocess.run(command, env=os.environ | place.settings, capture_output=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr.decode()
    found = json.loads(ran.stdout)
    region = read_region(place.region)
    assert (found["naam"], found["fingerprint"]) == ("Drenthe", region.manifest.fingerprint)
    # People of Drenthe: 30 + 20 in West, of whom the 100 m squares have 50, and 15 in Oost, where they have 10.
    assert found["inwoners"] == pytest.approx(65)
    assert [gemeente.name for gemeente in region.gemeenten] == ["West", "Oost"]
    assert [site.name for site in region.sites if site.today is not None] == ["De Boekerij"]
    assert [school.name for school in region.schools] == ["De Brug"]
    assert {row.year for row in region.forecasts} == {2030, 2040}
    assert [bron["naam"] for bron in found["opgehaald"]] == [
        "Gemeentegrenzen (PDOK)",
        "CBS vierkanten 100 m",
        "CBS vierkanten 500 m",
        "CBS wijken en buurten",
        "Wegen (OpenStreetMap) Drenthe",
        "Prognose per gemeente (CBS 85173NED)",
    ]
    assert found["niet_opgehaald"] == []
    assert len(place.server.asked) == N_REQUESTS
    # A second time it comes from the cache, and is the same.
    again = place.fetch("--provincie", "Drenthe")
    assert again["fingerprint"] == found["fingerprint"]
    assert len(place.server.asked) == N_REQUESTS


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; return its exit code, stdout and stderr."""
    for name, value in place.settings.items():
        monkeypatch.setenv(name, value)

    def run_here(*arguments: str) -> tuple[int, str, str]:
        code = cli._run(["regio", "ophalen", *arguments])  # noqa: SLF001 - main() around it only exits
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_here


def test_gemeenten_become_a_region_and_people_read_where_it_came_from(place: Place, run: Run) -> None:
    code, out, err = run("--gemeente", "oost", "--gemeente", "GM0003", "--naam", "Twee")
    assert code == 0, err
    assert "Regio 'Twee' staat klaar" in out
    assert "CBS vierkanten 100 m (vandaag; CBS, vierkantstatistieken 100 m (CC BY 4.0))" in out
    region = read_region(place.folder / "regio" / "twee")
    assert [gemeente.name for gemeente in region.gemeenten] == ["Oost", "Verder"]


def test_without_the_forecast_the_region_is_built_and_says_so(place: Place, run: Run) -> None:
    place.server.on(TABLE_PATH, status(404))
    code, out, _ = run("--provincie", "Drenthe")
    assert code == 0
    assert "Niet opgehaald, de regio is zonder gebouwd: Prognose per gemeente (CBS 85173NED)" in out
    assert read_region(place.region).forecasts == ()


def test_sources_that_fail_are_named_one_by_one_and_the_region_stays(place: Place, run: Run) -> None:
    code, *_ = run("--provincie", "Drenthe")
    before = read_manifest(place.region).fingerprint
    place.server.on("/vk100.zip", html())
    place.server.on("/wijkenbuurten.gpkg", status(403))
    code, out, err = run("--provincie", "Drenthe", "--ververs")
    assert (code, out) == (2, "")
    lines = err.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == ["• CBS vierkanten 100 m", "• CBS wijken en buurten"]
    assert read_manifest(place.region).fingerprint == before


def test_a_file_that_came_in_whole_but_cannot_be_read_is_fetched_anew(place: Place, run: Run) -> None:
    good = source_files(PADDING)["/wijkenbuurten.gpkg"]
    # Its first page is there and all others are nought: the length is right, and the server gives no checksum.
    place.server.on("/wijkenbuurten.gpkg", file(good[:4096].ljust(len(good), b"\0"), etag='"wb"'))
    code, out, err = run("--provincie", "Drenthe")
    assert (code, out) == (2, "")
    assert "wijkenbuurten.gpkg is opgehaald maar niet te lezen" in err
    # The same name of a version as the bad one had: asked whether it changed, the server would say no.
    place.server.on("/wijkenbuurten.gpkg", file(good, etag='"wb"'))
    code, out, err = run("--provincie", "Drenthe", "--ververs")
    assert code == 0, err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--provincie of --gemeente"),
        (("--provincie", "Drente"), "kies uit Drenthe"),
        (("--gemeente", "Weest"), "West"),
        (("--gemeente", "West", "--naam", " "), "naam"),
    ],
)
def test_an_area_that_is_not_there_is_told(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_folder_with_something_else_is_told_before_anything_is_fetched(place: Place, run: Run) -> None:
    (place.folder / "foto").mkdir()
    (place.folder / "foto" / "strand.jpg").write_bytes(b"x")
    code, _, err = run("--provincie", "Drenthe", "--uit", str(place.folder / "foto"))
    assert code == 2
    assert "iets anders dan een regio" in err
    assert place.server.asked == []


def test_two_runs_at_once_both_complete(place: Place) -> None:
    together = [place.start("--provincie", "Drenthe"), place.start("--gemeente", "Verder")]
    for process in together:
        process.join()
    assert [process.exitcode for process in together] == [0, 0]
    # The large files that both need were sent once.
    assert all(place.server.paths().count(path) == 1 for path in ("/vk100.zip", "/vk500.zip", "/wijkenbuurten.gpkg"))
    assert read_region(place.region).manifest.name == "Drenthe"
    assert read_region(place.folder / "regio" / "verder").manifest.name == "Verder"


def kill_halfway(place: Place, content: bytes, *, etag: str, part: Path) -> Reply:
    """Half of a file, and when some of it stands on disk the process is killed; the next question gets the rest."""
    is_killed = False

    def reply(request: Request) -> None:
        nonlocal is_killed
        if is_killed:
            return file(content, etag=etag)(request)
        is_killed = True
        request.send_head(200, {"Content-Length": str(len(content)), "ETag": etag})
        request.send_part(content[: len(content) // 2])
        while not part.is_file() or part.stat().st_size == 0:
            time.sleep(0.001)
        place.kill()
        return request.hang_up()

    return reply


def test_killed_at_any_step_the_region_stays_whole_and_the_next_run_completes(place: Place, tmp_path: Path) -> None:
    before = place.fetch("--provincie", "Drenthe")["fingerprint"]

    def is_untouched() -> bool:
        return bool(read_region(place.region).manifest.fingerprint == before)

    # Everything is asked anew, and the squares are other squares: 5 persons more in West.
    fresh = ("--provincie", "Drenthe", "--ververs")
    gpkg = write_cbs(tmp_path / "cbs_vk100_2025.gpkg", [(0, 500, 35), (200, 400, 20), (900, 500, 10), (1500, 500, 15)])
    content = zip_of(gpkg, padding=PADDING)
    place.server.on("/vk100.zip", file(content, etag='"nieuw"'))

    # At the start of a request; those in between are more pages of the forecast.
    for number in (1, 2, 3, 4, 5, 6, 7, N_REQUESTS):
        place.server.asked.clear()
        place.server.before = lambda n, at=number: place.kill() if n == at else None  # type: ignore[misc]
        assert place.stop(*fresh) == -9
        assert len(place.server.asked) == number
        assert is_untouched()
    place.server.before = lambda _number: None

    # In the middle of a file, for a source that changed once more.
    part = place.folder / "cache" / "vk100.zip.part"
    place.server.on("/vk100.zip", kill_halfway(place, content, etag='"nog nieuwer"', part=part))
    assert place.stop(*fresh) == -9
    assert is_untouched()

    # While the new region is being written beside the old one.
    process = place.start(*fresh)
    while process.is_alive() and not list(place.region.parent.glob(".drenthe-*")):
        time.sleep(0.001)
    place.kill()
    process.join()
    assert process.exitcode == -9
    assert is_untouched()

    after = place.fetch("--provincie", "Drenthe")
    assert after["fingerprint"] != before
    assert read_region(place.region).manifest.fingerprint == after["fingerprint"]


def test_killed_in_the_middle_of_every_large_file_the_first_run_is_taken_up_again(place: Place) -> None:
    cache, sources = place.folder / "cache", source_files(PADDING)
    contents = {name: sources[f"/{name}"] for name in ("vk100.zip", "vk500.zip", "wijkenbuurten.gpkg")}
    for name, content in contents.items():
        part = cache / f"{name}.part"
        place.server.on(f"/{name}", kill_halfway(place, content, etag=f'"{name}"', part=part))
        assert place.stop("--provincie", "Drenthe") == -9
        assert not place.region.exists()
        assert part.is_file()
    place.server.asked.clear()
    assert place.fetch("--provincie", "Drenthe")["naam"] == "Drenthe"
    # Each file but the last was taken up by the run that was killed in the next one; nothing was asked from the start.
    (asked,) = [headers for path, headers in place.server.asked if path == "/wijkenbuurten.gpkg"]
    assert int(asked["range"].removeprefix("bytes=").rstrip("-")) > 0
    assert {"/vk100.zip", "/vk500.zip"}.isdisjoint(place.server.paths())
    assert not list(cache.glob("*.part*"))
