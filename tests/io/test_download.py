"""Downloads from a server that does what it is told: resume, retry, checks, and what is left on disk."""

import base64
import contextlib
import email.utils
import errno
import gzip
import hashlib
import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.errors import InputError
from spreiding.io.files.signatures import is_whole
from spreiding.io.online.addresses import Kind, Source
from spreiding.io.online.cache import Entry, Record
from spreiding.io.online.connection import Client, Patience, get_json, open_client
from spreiding.io.online.download import Fetched, fetch, store_document
from tests.io.files import faults_of, kinds_of
from tests.io.server import (
    LocalServer,
    Reply,
    Request,
    cut,
    document,
    drip,
    endless,
    file,
    html,
    run_server,
    silence,
    status,
)

NAME = "CBS vierkanten 100 m"


def zip_bytes(text: str = "vierkanten", *, n_bytes: int = 50_000) -> bytes:
    """A zip file of a little more than `n_bytes`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # A ZipInfo has no date of today: the same text is the same file.
        archive.writestr(zipfile.ZipInfo("a.txt"), text.ljust(n_bytes, "."))
    return buffer.getvalue()


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server of this test."""
    with run_server() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """The waits between attempts [s], which are noted and not waited for."""
    return []


@pytest.fixture
def client(tmp_path: Path, waits: list[float]) -> Iterator[Client]:
    """A client without patience and without proxy."""
    with httpx.Client(timeout=5, follow_redirects=True, max_redirects=5, trust_env=False) as http:
        yield Client(http, tmp_path / "cache", Patience(n_attempts=3, lock_s=5), sleep=waits.append)


def source(*addresses: str, kind: Kind = Kind.ZIP, max_mb: int = 10) -> Source:
    """Something to fetch."""
    return Source(name=NAME, licence="geen", kind=kind, addresses=addresses, max_mb=max_mb)


def names(client: Client) -> set[str]:
    """The files in the cache, without locks."""
    return {path.name for path in client.folder.iterdir() if path.suffix != ".lock"}


def half_done(client: Client, server: LocalServer, content: bytes, *, at: int = 20_000, etag: str = '"1"') -> None:
    """Leave a half file behind, as a run that is stopped does."""
    server.on("/a.zip", cut(content, at=at, etag=etag))
    assert kinds_of(lambda: fetch(client, source(server.url("/a.zip")))) == ["download_broken"]
    assert "a.zip" not in names(client)
    server.asked.clear()


def test_a_file_comes_in_whole_with_a_record_of_where_from_and_when(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    seen: list[tuple[int, int | None]] = []
    url = server.on("/a.zip", file(content, etag='"1"'))
    found = fetch(client, source(url), on_bytes=lambda n, total: seen.append((n, total)))
    assert found.path.read_bytes() == content
    assert (found.record.url, found.record.sha256) == (url, hashlib.sha256(content).hexdigest())
    assert (found.age_days, found.is_reused) == (0, False)
    assert seen[-1] == (len(content), len(content))
    assert names(client) == {"a.zip", "a.zip.herkomst.json"}


def test_a_file_that_is_there_is_used_again_without_a_question(client: Client, server: LocalServer) -> None:
    url = server.on("/a.zip", file(zip_bytes()))
    fetch(client, source(url))
    assert fetch(client, source(url)).is_reused
    assert len(server.asked) == 1


def test_a_file_that_was_damaged_on_disk_is_fetched_again(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    url = server.on("/a.zip", file(content, etag='"1"'))
    path = fetch(client, source(url)).path
    path.write_bytes(content[:-1] + b"x")
    assert not fetch(client, source(url)).is_reused
    assert path.read_bytes() == content


def test_a_file_from_another_address_is_not_taken_for_this_one(client: Client, server: LocalServer) -> None:
    fetch(client, source(server.on("/een/a.zip", file(zip_bytes("een")))))
    other = zip_bytes("twee")
    assert fetch(client, source(server.on("/twee/a.zip", file(other)))).path.read_bytes() == other


def test_a_fresh_file_is_asked_for_by_its_version(client: Client, server: LocalServer) -> None:
    url = server.on("/a.zip", file(zip_bytes("oud"), etag='"1"'))
    fetch(client, source(url))
    kept = fetch(client, source(url), is_fresh=True)
    assert server.asked[-1][1]["if-none-match"] == '"1"'
    assert kept.path.read_bytes() == zip_bytes("oud")
    server.on("/a.zip", file(zip_bytes("nieuw"), etag='"2"'))
    assert fetch(client, source(url), is_fresh=True).path.read_bytes() == zip_bytes("nieuw")


def test_a_half_file_goes_on_where_it_stopped(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    half_done(client, server, content)
    url = server.on("/a.zip", file(content, etag='"1"'))
    assert fetch(client, source(url)).path.read_bytes() == content
    (_, headers), *more = server.asked
    assert (headers["range"], headers["if-range"], more) == ("bytes=20000-", '"1"', [])
    assert names(client) == {"a.zip", "a.zip.herkomst.json"}


def test_a_date_tells_the_version_where_a_weak_etag_cannot(client: Client, server: LocalServer) -> None:
    content, date = zip_bytes(), "Fri, 20 Nov 2026 08:00:00 GMT"
    weak = {"ETag": 'W/"1"', "Last-Modified": date}
    server.on("/a.zip", cut(content, at=20_000, headers=weak))
    kinds_of(lambda: fetch(client, source(server.url("/a.zip"))))
    url = server.on("/a.zip", file(content, headers=weak))
    # This server does not go on: it sends the whole file, which replaces the half one.
    assert fetch(client, source(url)).path.read_bytes() == content
    assert server.asked[-1][1]["if-range"] == date


def test_a_file_that_changed_meanwhile_starts_again(client: Client, server: LocalServer) -> None:
    half_done(client, server, zip_bytes("oud"))
    new = zip_bytes("nieuw", n_bytes=60_000)
    url = server.on("/a.zip", file(new, etag='"2"'))
    assert fetch(client, source(url)).path.read_bytes() == new


def test_a_half_file_without_a_version_starts_again(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    half_done(client, server, content, etag="")
    url = server.on("/a.zip", file(content))
    assert fetch(client, source(url)).path.read_bytes() == content
    assert "range" not in server.asked[0][1]


@pytest.mark.parametrize("more", [b"", b"and what a disk left behind it"])
def test_a_half_file_that_has_every_byte_is_confirmed_by_the_server(
    client: Client, server: LocalServer, more: bytes
) -> None:
    content = zip_bytes()
    half_done(client, server, content)
    # As after a kill between the last byte and the record.
    Entry(client.folder / "a.zip").part.write_bytes(content + more)
    url = server.on("/a.zip", file(content, etag='"1"'))
    assert fetch(client, source(url)).path.read_bytes() == content
    assert server.asked[0][1]["range"] == f"bytes={len(content) - 1}-"


def test_a_rest_of_another_version_is_not_joined_to_our_half(client: Client, server: LocalServer) -> None:
    # A server that does not know If-Range goes on with whatever it has now.
    old, new = zip_bytes("oud"), zip_bytes("neu")
    assert len(old) == len(new)
    half_done(client, server, old)

    def wrong(request: Request) -> None:
        rest = {"Content-Range": f"bytes 20000-{len(new) - 1}/{len(new)}", "ETag": '"2"'}
        request.send(206, new[20_000:], rest)

    url = server.on("/a.zip", wrong, file(new, etag='"2"'))
    assert fetch(client, source(url)).path.read_bytes() == new


@pytest.mark.parametrize(
    "content_range", ["", "bytes 19999-50111/50112", "bytes 20000-50111/60000", "bytes */50112", "20000-50111/50112"]
)
def test_a_rest_that_does_not_fit_is_thrown_away_and_asked_anew(
    client: Client, server: LocalServer, content_range: str
) -> None:
    content = zip_bytes()
    half_done(client, server, content)

    def wrong(request: Request) -> None:
        # With the end of a zip file: that it is whole tells nothing of its middle.
        request.send(206, b"x" * 30_000 + content[50_000:], {"Content-Range": content_range, "ETag": '"1"'})

    url = server.on("/a.zip", wrong, file(content, etag='"1"'))
    assert fetch(client, source(url)).path.read_bytes() == content


def test_a_range_that_the_server_does_not_have_is_asked_anew(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    half_done(client, server, content)
    url = server.on("/a.zip", status(416), file(content, etag='"1"'))
    assert fetch(client, source(url)).path.read_bytes() == content


def test_an_answer_that_breaks_off_is_resumed_by_the_next_attempt(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    replies = [cut(content, at=10_000, etag='"1"'), cut(content, at=30_000, etag='"1"'), file(content, etag='"1"')]
    url = server.on("/a.zip", *replies)
    assert fetch(client, source(url)).path.read_bytes() == content
    assert [headers.get("range") for _, headers in server.asked] == [None, "bytes=10000-", "bytes=30000-"]


def test_waits_grow_and_vary_a_little(client: Client, server: LocalServer, waits: list[float]) -> None:
    url = server.on("/a.zip", status(503), status(500), file(zip_bytes()))
    fetch(client, source(url))
    # 1 s and 2 s, each with up to 1 s at random on top.
    first, second = waits
    assert 1 <= first <= 2
    assert 2 <= second <= 3


def test_a_server_that_asks_for_patience_gets_it_up_to_a_limit(
    client: Client, server: LocalServer, waits: list[float]
) -> None:
    soon = email.utils.format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    for asked, low, high in (("7", 7, 7), ("99999", 60, 60), (soon, 60, 60), ("straks", 1, 2), ("-5", 1, 2)):
        waits.clear()
        url = server.on(f"/{asked[:2]}.zip", status(429, Retry_After=asked), file(zip_bytes()))
        fetch(client, source(url))
        assert low <= waits[0] <= high


@pytest.mark.parametrize(
    ("code", "kind", "n_asked"),
    [
        (404, "download_absent", 1),
        (410, "download_absent", 1),
        (403, "download_refused", 1),
        (401, "download_refused", 1),
        (400, "download_refused", 1),
        (204, "download_refused", 1),
        (429, "download_overloaded", 3),
        (500, "download_overloaded", 3),
        (503, "download_overloaded", 3),
        (206, "download_broken", 3),
        (304, "download_broken", 3),
    ],
)
def test_only_what_may_pass_is_tried_again(
    client: Client, server: LocalServer, code: int, kind: str, n_asked: int
) -> None:
    url = server.on("/a.zip", status(code))
    (fault,) = faults_of(lambda: fetch(client, source(url)))
    assert (fault.kind, fault.data["source"]) == (kind, NAME)
    assert len(server.asked) == n_asked
    assert "a.zip" not in names(client)


def test_the_newest_address_that_exists_is_used(client: Client, server: LocalServer) -> None:
    older = server.on("/2024.zip", file(zip_bytes("2024")))
    found = fetch(client, source(server.url("/2025.zip"), older))
    assert (found.path.name, server.paths()) == ("2024.zip", ["/2025.zip", "/2024.zip"])
    assert fetch(client, source(server.url("/2025.zip"), older)).is_reused
    # A newer one that is refused is no reason to take an older one in silence.
    server.on("/2025.zip", status(403))
    assert kinds_of(lambda: fetch(client, source(server.url("/2025.zip"), older), is_fresh=True)) == [
        "download_refused"
    ]


def test_a_web_page_in_place_of_the_file_is_refused_at_once(client: Client, server: LocalServer) -> None:
    for kind in Kind:
        url = server.on(f"/{kind.name}", html())
        server.asked.clear()
        (fault,) = faults_of(lambda url=url, kind=kind: fetch(client, source(url, kind=kind)))  # type: ignore[misc]
        assert (fault.kind, fault.data["expected"], len(server.asked)) == ("download_not_the_file", kind.value, 1)
    assert kinds_of(lambda: get_json(client, source(url, kind=Kind.JSON), url)) == ["download_not_the_file"]


def test_a_short_or_empty_answer_is_not_the_file(client: Client, server: LocalServer) -> None:
    for body in (b"", b"PK", b"Niet gevonden"):
        url = server.on("/a.zip", file(body))
        assert kinds_of(lambda url=url: fetch(client, source(url))) == ["download_not_the_file"]  # type: ignore[misc]


def test_a_file_without_its_end_is_not_kept(client: Client, server: LocalServer) -> None:
    # Without a length nobody but the file itself can tell.
    content = zip_bytes()

    def short(request: Request) -> None:
        request.send_head(200, {"Connection": "close"})
        request.send_part(content[:30_000])
        request.hang_up()

    url = server.on("/a.zip", short)
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_broken"]
    assert names(client) == set()
    server.on("/a.zip", short, file(content))
    assert fetch(client, source(url)).path.read_bytes() == content


@pytest.mark.parametrize(("page_bytes", "written"), [(4096, 4096), (65_536, 1)])
def test_a_geopackage_without_its_last_page_is_not_whole(tmp_path: Path, page_bytes: int, written: int) -> None:
    # The format of SQLite: at byte 16 the size of a page, of which 1 is 65,536, at byte 28 the number of pages.
    path = tmp_path / "a.gpkg"
    head = b"SQLite format 3\0" + written.to_bytes(2, "big") + bytes(10) + (3).to_bytes(4, "big")
    for n_bytes, whole in ((3 * page_bytes, True), (3 * page_bytes - 1, False)):
        path.write_bytes(head.ljust(n_bytes, b"\0"))
        assert is_whole(Kind.GPKG, path) is whole


@pytest.mark.parametrize("header", ["Content-MD5", "Digest", "Repr-Digest"])
def test_a_promised_checksum_is_checked(client: Client, server: LocalServer, header: str) -> None:
    content = zip_bytes()
    md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    sha = base64.b64encode(hashlib.sha256(content).digest()).decode()
    value = {"Content-MD5": md5, "Digest": f"SHA-256={sha}", "Repr-Digest": f"sha-256=:{sha}:"}[header]
    url = server.on("/goed.zip", file(content, headers={header: value}))
    assert fetch(client, source(url)).path.read_bytes() == content
    url = server.on("/fout.zip", file(zip_bytes("anders"), etag='"1"', headers={header: value}))
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_broken"]
    assert "fout.zip.part" not in names(client)


def test_redirects_are_followed_but_not_for_ever(client: Client, server: LocalServer) -> None:
    server.on("/b.zip", file(zip_bytes()))
    url = server.on("/a.zip", status(302, Location="/b.zip"))
    assert fetch(client, source(url)).path.name == "a.zip"
    url = server.on("/rond.zip", status(302, Location="/rond.zip"))
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_redirects"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/a.zip", "gopher:x", "http://a..b/"])
def test_a_redirect_to_something_else_than_the_web_is_refused(
    client: Client, server: LocalServer, location: str
) -> None:
    url = server.on("/a.zip", status(302, Location=location))
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_bad_redirect"]
    assert "a.zip" not in names(client)


def test_a_file_that_is_too_large_is_stopped(client: Client, server: LocalServer) -> None:
    url = server.on("/lang.zip", file(b"", headers={"Content-Length": str(10**12)}))
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_too_large"]
    url = server.on("/zonder_einde.zip", endless(b"PK\x03\x04"))
    (fault,) = faults_of(lambda: fetch(client, source(url, max_mb=1)))
    assert (fault.kind, fault.data["max_mb"]) == ("download_too_large", 1)
    # Exactly 1 MB is not larger than that.
    body = b"[" + b" " * (1024 * 1024 - 2) + b"]"
    asked = source(server.on("/a.json", file(body), file(body + b" ")), kind=Kind.JSON, max_mb=1)
    assert get_json(client, asked, asked.addresses[0]).value == []
    assert kinds_of(lambda: get_json(client, asked, asked.addresses[0])) == ["download_too_large"]


def test_a_compressed_answer_is_unpacked_and_never_resumed(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    url = server.on("/a.zip", file(gzip.compress(content), headers={"Content-Encoding": "gzip"}))
    found = fetch(client, source(url))
    assert found.path.read_bytes() == content
    assert found.record.n_bytes == len(content)
    bomb = gzip.compress(b"PK\x03\x04" + bytes(20 * 1024 * 1024))
    url = server.on("/bom.zip", file(bomb, headers={"Content-Encoding": "gzip"}))
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_too_large"]


def test_a_silent_server_is_given_up(client: Client, server: LocalServer) -> None:
    client.http.timeout = httpx.Timeout(0.05)
    url = server.on("/a.zip", silence())
    assert kinds_of(lambda: fetch(client, source(url))) == ["download_slow"]
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: ",  # never gets to the body
        b"HTTP/1.1 200 OK\r\n\r\nPK\x03\x04",  # and a body without a length, that would look whole
        b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\nPK\x03\x04" + bytes(80_000),  # after a good beginning
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",  # a chunk that never begins
        b"HTTP/1.1 302 Found\r\nLocation: /b.zip\r\nX-Long: ",
    ],
)
def test_a_server_that_only_drips_is_given_up(client: Client, server: LocalServer, head: bytes) -> None:
    # A byte every 5 ms never times out, and is far less than 64 kB in 100 ms.
    hurried = replace(client, patience=Patience(n_attempts=2, stall_s=0.1, lock_s=5))
    url = server.on("/a.zip", drip(head))
    assert kinds_of(lambda: fetch(hurried, source(url))) == ["download_slow"]
    assert len(server.asked) == 2
    assert "a.zip" not in names(client)


def test_a_server_that_drips_after_a_good_answer_is_given_up(tmp_path: Path, server: LocalServer) -> None:
    ports: list[int] = []

    def noted(reply: Reply) -> Reply:
        def note(request: Request) -> None:
            ports.append(request.client_address[1])
            reply(request)

        return note

    url = server.on("/a", noted(document({})), noted(drip(b"HTTP/1.1 200 OK\r\nX-Long: ")))
    asked = source(url, kind=Kind.JSON)
    with open_client(tmp_path, patience=Patience(n_attempts=1, stall_s=0.1)) as client:
        assert get_json(client, asked, url).value == {}
        assert kinds_of(lambda: get_json(client, asked, url)) == ["download_slow"]
    # Each question has a connection of its own, which the watch over it can end.
    assert len(set(ports)) == 2


def test_a_slow_server_that_gives_enough_is_waited_for(client: Client, server: LocalServer) -> None:
    content = zip_bytes(n_bytes=300_000)

    def reply(request: Request) -> None:
        request.send_head(200, {"Content-Length": str(len(content))})
        for start in range(0, len(content), 30_000):
            request.send_part(content[start : start + 30_000])
            server.stopping.wait(0.05)

    # At least 1 byte in every 0.2 s, for longer than that in all.
    patient = replace(client, patience=Patience(n_attempts=1, stall_s=0.2, stall_bytes=1, lock_s=5))
    assert fetch(patient, source(server.on("/a.zip", reply))).path.read_bytes() == content


def test_nobody_at_the_other_end_is_told_so(client: Client) -> None:
    with LocalServer() as closed:
        url = closed.url("/a.zip")
    (fault,) = faults_of(lambda: fetch(client, source(url)))
    assert (fault.kind, fault.data["host"]) == ("download_unreachable", "127.0.0.1")


def test_a_certificate_that_is_not_trusted_is_told_so(tmp_path: Path, waits: list[float]) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        message = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
        raise httpx.ConnectError(message)

    with httpx.Client(transport=httpx.MockTransport(refuse)) as http:
        client = Client(http, tmp_path, sleep=waits.append)
        assert kinds_of(lambda: fetch(client, source("https://example.nl/a.zip"))) == ["download_certificate"]
    assert not waits


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told_and_leaves_no_file(client: Client, server: LocalServer) -> None:
    url = server.on("/a.zip", file(zip_bytes(), etag='"1"'))
    client.folder.mkdir()
    part = Entry(client.folder / "a.zip").part
    begin = Entry.begin

    def begin_on_full_disk(entry: Entry, record: Record) -> None:
        begin(entry, record)
        part.symlink_to("/dev/full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Entry, "begin", begin_on_full_disk)
        assert kinds_of(lambda: fetch(client, source(url))) == ["disk_full"]
    assert "a.zip" not in names(client)
    part.unlink()
    assert fetch(client, source(url)).path.read_bytes() == zip_bytes()


@pytest.mark.parametrize("free", [1000, 50 * 1024 * 1024])
def test_a_file_that_will_not_fit_is_not_begun(
    client: Client, server: LocalServer, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    # 50 MB stay free for the region.
    usage = shutil.disk_usage(".")
    monkeypatch.setattr("spreiding.io.online.download.shutil.disk_usage", lambda _path: usage._replace(free=free))
    url = server.on("/a.zip", file(zip_bytes()))
    assert kinds_of(lambda: fetch(client, source(url))) == ["disk_full"]


def test_a_folder_that_is_a_file_is_told(client: Client, server: LocalServer) -> None:
    client.folder.write_text("geen map")
    url = server.on("/a.zip", file(zip_bytes()))
    assert kinds_of(lambda: fetch(client, source(url))) == ["cache_unwritable"]


def test_what_is_complete_is_used_from_a_folder_for_reading_only(
    client: Client, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.on("/a.zip", file(zip_bytes()))
    fetch(client, source(url))
    store_document(client, source(url), name="b.json", url="b", collect=lambda: [1])

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    # The first thing that is written is a lock.
    monkeypatch.setattr("spreiding.io.online.cache.FileLock", refuse)
    assert fetch(client, source(url)).is_reused
    assert store_document(client, source(url), name="b.json", url="b", collect=lambda: [2]).is_reused
    assert kinds_of(lambda: fetch(client, source(url), is_fresh=True)) == ["cache_unwritable"]


def test_two_runs_at_once_fetch_a_file_once(client: Client, server: LocalServer) -> None:
    content = zip_bytes()
    url = server.on("/a.zip", file(content, etag='"1"'))
    barrier = threading.Barrier(2)
    found: list[Fetched] = []

    def run() -> None:
        barrier.wait()
        found.append(fetch(client, source(url)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.is_reused for each in found) == [False, True]
    assert server.paths() == ["/a.zip"]
    assert found[0].path.read_bytes() == content


def test_a_file_that_another_run_holds_too_long_is_told(client: Client, server: LocalServer) -> None:
    hold, held = threading.Event(), threading.Event()

    def held_reply(request: Request) -> None:
        held.set()
        hold.wait()
        file(zip_bytes())(request)

    url = server.on("/a.zip", held_reply)
    first = threading.Thread(target=lambda: fetch(client, source(url)))
    first.start()
    held.wait()
    hurried = Client(client.http, client.folder, Patience(lock_s=0.01))
    assert kinds_of(lambda: fetch(hurried, source(url))) == ["download_in_use"]
    hold.set()
    first.join()


def test_a_broken_record_is_no_record(client: Client, server: LocalServer) -> None:
    url = server.on("/a.zip", file(zip_bytes(), etag='"1"'))
    fetch(client, source(url))
    for text in ("", "{", '{"url": 3}', "[]"):
        (client.folder / "a.zip.herkomst.json").write_text(text)
        assert not fetch(client, source(url)).is_reused


VERSIONS = [zip_bytes("een", n_bytes=20_000), zip_bytes("twee", n_bytes=20_000), zip_bytes("drie", n_bytes=25_000)]
# What happens to one question: which version the server has by then, and where its answer breaks off (None: it fails).
MISFORTUNES = st.lists(
    st.tuples(st.integers(0, len(VERSIONS) - 1), st.none() | st.integers(0, 26_000)), min_size=1, max_size=8
)


@given(misfortunes=MISFORTUNES)
@settings(max_examples=40)
def test_whatever_happens_a_file_is_one_whole_version(
    tmp_path_factory: pytest.TempPathFactory, misfortunes: list[tuple[int, int | None]]
) -> None:
    def reply_of(version: int, at: int | None) -> Reply:
        etag = f'"{version}"'
        return status(503) if at is None else cut(VERSIONS[version], at=at, etag=etag)

    last = misfortunes[-1][0]
    patience = Patience(n_attempts=2)
    with run_server() as server, httpx.Client(trust_env=False) as http:
        client = Client(http, tmp_path_factory.mktemp("cache"), patience, sleep=lambda _s: None)
        whole = file(VERSIONS[last], etag=f'"{last}"')
        url = server.on("/a.zip", *(reply_of(version, at) for version, at in misfortunes), whole)
        # Two attempts a run, as many runs as it takes: each leaves its half for the next.
        for _ in range(len(misfortunes) + 1):
            with contextlib.suppress(InputError):
                fetch(client, source(url))
        content = fetch(client, source(url)).path.read_bytes()
    assert content in VERSIONS


def test_json_is_asked_again_when_it_breaks_off(client: Client, server: LocalServer) -> None:
    url = server.on("/a", cut(b'{"a": 1}', at=3), document({"a": 1}, Content_Crs="<x>"))
    found = get_json(client, source(url, kind=Kind.JSON), url)
    assert (found.value, found.headers["content-crs"], found.n_bytes) == ({"a": 1}, "<x>", 8)


@pytest.mark.parametrize("body", [b'{"a": ', b"[1, 2", b'{"a": "\\ud800"}', b"{" * 100_000])
def test_json_that_does_not_parse_is_not_the_file(client: Client, server: LocalServer, body: bytes) -> None:
    url = server.on("/a", file(body))
    assert kinds_of(lambda: get_json(client, source(url, kind=Kind.JSON), url)) == ["download_not_the_file"]
