"""Which files an area needs, and how they come in: paging, choice of gemeenten, faults per source, geocoding."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import osmium
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from spreiding import retrieval
from spreiding.errors import InputError, InputErrors
from spreiding.io.online.addresses import OFFICIAL, PROVINCIES, Addresses, Source, addresses_in_use, read_addresses
from spreiding.io.online.connection import Client, Patience, open_client
from spreiding.io.online.damaged import drop_damaged
from spreiding.io.online.fetch import FetchProgress, RegionFiles, Wish, fetch_files
from spreiding.io.online.geocoding import Located, geocode, geocode_all
from spreiding.io.online.pdok import fetch_boundaries
from spreiding.io.online.statline import fetch_table
from spreiding.io.people.forecasts import read_forecasts
from spreiding.io.places.areas import read_areas
from spreiding.retrieval import fetch_roads
from tests.io.files import EAST, NORTH, faults_of, kinds_of, write_areas
from tests.io.server import LocalServer, Request, cut, document, file, html, ogc_pages, run_server, status
from tests.io.sources import CRS, OGC_PATH, TABLE_PATH, boundary_features, serve_sources


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server of this test."""
    with run_server() as running:
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client that does not wait."""
    with httpx.Client(timeout=5, follow_redirects=True, trust_env=False) as http:
        yield Client(http, tmp_path / "cache", Patience(n_attempts=2), sleep=lambda _s: None)


@pytest.fixture
def addresses(server: LocalServer, tmp_path: Path) -> Addresses:
    """The sources of the small country."""
    return read_addresses(serve_sources(server, tmp_path / "bron"))


def silent(_progress: FetchProgress) -> None:
    """Report nothing."""


def get(client: Client, addresses: Addresses, **wish: tuple[str, ...]) -> RegionFiles:
    """Fetch the files of an area."""
    return fetch_files(client, addresses, Wish(**wish), on_fetch=silent)


# --- a whole area ---


def test_a_provincie_needs_its_own_roads_and_all_its_gemeenten(client: Client, addresses: Addresses) -> None:
    files = get(client, addresses, provincies=("drenthe",))
    assert (files.name, files.codes) == ("Drenthe", ("GM0001", "GM0002"))
    assert files.roads.path.name == "drenthe-latest.osm.pbf"
    assert {path.name for path in (files.vierkanten100.path, files.vierkanten500.path)} == {"vk100.zip", "vk500.zip"}
    assert len(files.sources) == 6
    assert not files.missing


def test_gemeenten_of_two_provincies_need_the_roads_of_both_once(client: Client, addresses: Addresses) -> None:
    files = get(client, addresses, gemeenten=("verder", "GM0001"))
    assert (files.name, files.codes) == ("West, Verder", ("GM0001", "GM0003"))
    kinds = [thing.type_str() + str(thing.id) for thing in osmium.FileProcessor(str(files.roads.path))]
    # Nodes 1 to 7 and ways 1 and 2 stand in both extracts, node 8 and way 3 in one.
    assert kinds == ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "w1", "w2", "w3"]
    again = get(client, addresses, gemeenten=("verder", "GM0001"))
    assert again.roads.is_reused


def test_provincie_and_gemeente_together_make_one_area(client: Client, addresses: Addresses) -> None:
    files = get(client, addresses, provincies=("Drenthe",), gemeenten=("Verder", "West"))
    assert files.codes == ("GM0001", "GM0002", "GM0003")


def test_an_area_of_many_gemeenten_has_a_name_that_fits_on_a_screen(client: Client, addresses: Addresses) -> None:
    files = get(client, addresses, provincies=("Drenthe",), gemeenten=("Verder", "West", "Oost"))
    assert files.name == "Drenthe, West, Oost +1"


def test_progress_names_each_source_and_only_grows(client: Client, addresses: Addresses) -> None:
    seen: list[FetchProgress] = []
    fetch_files(client, addresses, Wish(provincies=("Drenthe",)), on_fetch=seen.append)
    assert list(dict.fromkeys(progress.source for progress in seen)) == [
        addresses.gemeenten.name,
        addresses.vierkanten100.name,
        addresses.vierkanten500.name,
        addresses.wijkenbuurten.name,
        f"{addresses.wegen.name} Drenthe",
        addresses.prognose.name,
    ]
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_what_is_there_is_used_again_without_a_question(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    get(client, addresses, provincies=("Drenthe",))
    server.asked.clear()
    files = get(client, addresses, provincies=("Drenthe",))
    assert server.asked == []
    assert all(file.is_reused for _, file in files.sources)
    # Another area shares the boundaries and squares.
    get(client, addresses, gemeenten=("Verder",))
    assert set(server.paths()) == {"/overijssel-latest.osm.pbf", TABLE_PATH}


def test_a_fresh_round_asks_every_source(client: Client, addresses: Addresses, server: LocalServer) -> None:
    get(client, addresses, provincies=("Drenthe",))
    server.asked.clear()
    fetch_files(client, addresses, Wish(provincies=("Drenthe",)), on_fetch=silent, is_fresh=True)
    assert len(set(server.paths())) == 6


def test_all_sources_that_fail_are_told_together(client: Client, addresses: Addresses, server: LocalServer) -> None:
    server.on("/vk100.zip", status(404))
    server.on("/wijkenbuurten.gpkg", html())
    server.on("/drenthe-latest.osm.pbf", status(503))
    faults = faults_of(lambda: get(client, addresses, provincies=("Drenthe",)))
    assert [(fault.kind, fault.data["source"]) for fault in faults] == [
        ("download_absent", "CBS vierkanten 100 m"),
        ("download_not_the_file", "CBS wijken en buurten"),
        ("download_overloaded", "Wegen (OpenStreetMap) Drenthe"),
    ]
    # What did come in is not asked again.
    serve_again = set(server.paths())
    server.asked.clear()
    assert len(faults_of(lambda: get(client, addresses, provincies=("Drenthe",)))) == 3
    assert "/vk500.zip" in serve_again
    assert "/vk500.zip" not in server.paths()


def test_a_full_disk_is_told_once(client: Client, addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(".")
    monkeypatch.setattr("spreiding.io.online.download.shutil.disk_usage", lambda _path: usage._replace(free=1000))
    # Squares of two sizes, areas and roads do not fit; boundaries and forecast are no files of the server.
    assert kinds_of(lambda: get(client, addresses, provincies=("Drenthe",))) == ["disk_full"]


@pytest.mark.parametrize("reply", [status(500), status(404), html(), document({"value": []}), document([1])])
def test_a_region_can_do_without_a_forecast(
    client: Client, addresses: Addresses, server: LocalServer, reply: Callable[[Request], None]
) -> None:
    server.on(TABLE_PATH, reply)
    files = get(client, addresses, provincies=("Drenthe",))
    assert files.prognose is None
    assert [fault.data["source"] for fault in files.missing] == [addresses.prognose.name]


def test_an_area_that_is_not_there_is_told_before_the_large_files(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    assert kinds_of(lambda: get(client, addresses)) == ["empty_wish"]
    assert kinds_of(lambda: get(client, addresses, provincies=("Holland",))) == ["unknown_provincie"]
    assert server.asked == []
    (fault,) = faults_of(lambda: get(client, addresses, gemeenten=("Wset",)))
    assert (fault.kind, fault.data["near"]) == ("unknown_area", "West")
    assert kinds_of(lambda: get(client, addresses, provincies=("Zeeland",))) == ["no_provincies"]
    assert set(server.paths()) == {OGC_PATH}


def test_a_gemeente_without_provincie_has_no_extract_of_roads(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    features = boundary_features()
    del features[0]["properties"]["ligt_in_provincie_naam"]
    server.on(OGC_PATH, ogc_pages(features, path=OGC_PATH, page_size=9, crs=CRS))
    assert kinds_of(lambda: get(client, addresses, gemeenten=("West",))) == ["gemeente_without_provincie"]


def test_a_fetched_file_that_cannot_be_read_leaves_the_cache(client: Client, addresses: Addresses) -> None:
    files = get(client, addresses, provincies=("Drenthe",))

    def fail() -> None:
        with drop_damaged(files.sources):
            raise InputErrors(
                (
                    InputError("unreadable_file", file="vk100.zip"),
                    InputError("missing_column", file="vk500.zip", columns="inwoners"),
                    InputError("unreadable_file", file="eigen.csv"),
                    InputError("empty_file", file="wijkenbuurten.gpkg"),
                    InputError("wrong_file_type", file="drenthe-latest.osm.pbf", expected="x"),
                )
            )

    first, *others = faults_of(fail)
    assert (first.kind, first.data) == ("fetched_damaged", {"source": "CBS vierkanten 100 m", "file": "vk100.zip"})
    # Another copy of a file without a column lacks that too; and what was not fetched is not ours to drop.
    assert [(fault.kind, fault.data["file"]) for fault in others] == [
        ("missing_column", "vk500.zip"),
        ("unreadable_file", "eigen.csv"),
        ("fetched_damaged", "wijkenbuurten.gpkg"),
        ("fetched_damaged", "drenthe-latest.osm.pbf"),
    ]
    left = {path.name.partition(".")[0] for path in client.folder.iterdir() if path.suffix != ".lock"}
    assert left == {"vk500", "gemeentegebied", "prognose-drenthe"}


# --- boundaries ---


def test_boundaries_come_page_by_page_and_name_their_system(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    path = fetch_boundaries(client, addresses.gemeenten).path
    assert server.paths() == [OGC_PATH, OGC_PATH]
    assert json.loads(path.read_text())["crs"]["properties"]["name"] == "EPSG:28992"
    areas = read_areas(path)
    assert [gemeente.name for gemeente in areas.gemeenten] == ["West", "Oost", "Verder"]
    assert areas.boundaries[0].bounds == (EAST, NORTH, EAST + 500, NORTH + 1000)


def page(features: list[dict[str, Any]], **members: object) -> Callable[[Request], None]:
    """One page, with other members."""
    return document({"type": "FeatureCollection", "features": features, **members})


def test_what_the_answer_says_of_its_system_goes_before_what_was_asked(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    for number, (said, expected) in enumerate(
        [
            ({"Content_Crs": "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"}, "EPSG:4326"),
            ({"Content_Crs": "<http://www.opengis.net/def/crs/EPSG/0/3035>"}, "EPSG:3035"),
            ({}, "EPSG:28992"),
        ]
    ):
        server.on(f"/{number}", document({"type": "FeatureCollection", "features": boundary_features()}, **said))
        source = addresses.gemeenten.model_copy(update={"addresses": (server.url(f"/{number}?crs={CRS}"),)})
        path = fetch_boundaries(client, source).path
        assert json.loads(path.read_text())["crs"]["properties"]["name"] == expected


@pytest.mark.parametrize("href", ["/items", "/items?page=2"])
def test_pages_that_go_round_are_stopped(client: Client, addresses: Addresses, server: LocalServer, href: str) -> None:
    links = [{"rel": "next", "href": href}]
    server.on(OGC_PATH, page(boundary_features()[:1], links=links))
    assert kinds_of(lambda: fetch_boundaries(client, addresses.gemeenten)) == ["paging_loop"]
    assert len(server.asked) <= 3


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "http://a..b/", f"http://{'a' * 300}/", "\x00", "http://\u200da/"]
)
def test_a_next_page_that_is_no_address_of_the_web_is_not_asked(
    client: Client, addresses: Addresses, server: LocalServer, href: str
) -> None:
    server.on(OGC_PATH, page(boundary_features()[:1], links=[{"rel": "next", "href": href}]))
    assert kinds_of(lambda: fetch_boundaries(client, addresses.gemeenten)) == ["download_bad_redirect"]


def test_fewer_boundaries_than_there_are_is_a_fault(client: Client, addresses: Addresses, server: LocalServer) -> None:
    server.on(OGC_PATH, page(boundary_features(), numberMatched=342, links=[]))
    (fault,) = faults_of(lambda: fetch_boundaries(client, addresses.gemeenten))
    assert (fault.kind, fault.data["n_found"], fault.data["n_total"]) == ("download_incomplete", 3, 342)
    server.on(OGC_PATH, page(boundary_features(), numberMatched=3, links=[]))
    assert len(read_areas(fetch_boundaries(client, addresses.gemeenten).path).gemeenten) == 3


@pytest.mark.parametrize(
    "reply",
    [html(), page([]), document([]), document({"features": 3}), document({"features": ["x"]}), file(b'{"features": [')],
)
def test_an_answer_without_boundaries_does_not_come_in_the_cache(
    client: Client, addresses: Addresses, server: LocalServer, reply: Callable[[Request], None]
) -> None:
    server.on(OGC_PATH, reply)
    assert kinds_of(lambda: fetch_boundaries(client, addresses.gemeenten)) == ["download_not_the_file"]
    assert not list(client.folder.glob("*.geojson"))


def test_a_page_that_breaks_off_is_asked_again(client: Client, addresses: Addresses, server: LocalServer) -> None:
    whole = ogc_pages(boundary_features(), path=OGC_PATH, page_size=2, crs=CRS)
    server.on(OGC_PATH, cut(b'{"features": []}', at=8), whole, status(502), whole)
    assert len(read_areas(fetch_boundaries(client, addresses.gemeenten).path).gemeenten) == 3


# --- roads of gemeenten ---


def test_roads_are_asked_for_five_kilometres_around_a_gemeente(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[BaseGeometry] = []

    def refuse(area: BaseGeometry, **_: object) -> None:
        asked.append(area)
        raise InputError("empty_roads", file="x")

    monkeypatch.setattr(retrieval, "download_roads", refuse)
    monkeypatch.setenv("SPREIDING_CACHE", str(tmp_path / "cache"))
    areas = write_areas(tmp_path / "g.geojson", {("GM0001", "Hier"): (0, 0, 300, 400)})
    assert kinds_of(lambda: fetch_roads(areas)) == ["empty_roads"]
    # 5 km to the east of a border at 300 m and nothing less, for people drive to a branch across it.
    assert asked[0].covers(shapely.box(EAST, NORTH, EAST + 5290, NORTH + 400))
    assert not asked[0].covers(shapely.Point(EAST + 5600, NORTH + 200))
    (tmp_path / "bestand").touch()
    monkeypatch.setenv("SPREIDING_CACHE", str(tmp_path / "bestand"))
    assert kinds_of(lambda: fetch_roads(areas)) == ["cache_unwritable"]


# --- forecasts ---


def test_a_forecast_has_the_rows_of_the_gemeenten_from_all_pages(
    client: Client, addresses: Addresses, server: LocalServer
) -> None:
    path = fetch_table(client, addresses.prognose, ("GM0001", "GM0003"), name="p.json").path
    rows = json.loads(path.read_text())["value"]
    # Two gemeenten × two years × three figures, four at a time behind a first look at one row.
    assert len(rows) == 12
    assert len(server.asked) == 1 + 3
    assert {row["RegioIndeling2021"].strip() for row in rows} == {"GM0001", "GM0003"}
    found = {(row.gemeente, row.year): (row.low, row.inwoners, row.high) for row in read_forecasts(path)}
    assert found["GM0003", 2040] == (40, 50, 60)


def test_other_gemeenten_are_another_forecast(client: Client, addresses: Addresses) -> None:
    fetch_table(client, addresses.prognose, ("GM0001",), name="p.json")
    assert not fetch_table(client, addresses.prognose, ("GM0002",), name="p.json").is_reused
    assert fetch_table(client, addresses.prognose, ("GM0002",), name="p.json").is_reused


def test_a_table_that_goes_round_is_stopped(client: Client, addresses: Addresses, server: LocalServer) -> None:
    row = {"RegioS": "GM0001", "Perioden": "2030JJ00"}
    server.on(TABLE_PATH, document({"value": [row], "odata.nextLink": server.url(f"{TABLE_PATH}?$skip=1")}))
    assert kinds_of(lambda: fetch_table(client, addresses.prognose, ("GM0001",), name="p.json")) == ["paging_loop"]


# --- addresses of sources ---


def test_official_addresses_are_whole_and_know_every_provincie() -> None:
    for name in Addresses.model_fields:
        source: Source = getattr(OFFICIAL, name)
        assert all(address.startswith("https://") for address in source.addresses)
        assert source.licence
    assert len(PROVINCIES) == 12
    assert OFFICIAL.wegen.at("Fryslân").addresses == (
        "https://download.geofabrik.de/europe/netherlands/friesland-latest.osm.pbf",
    )


def test_mirrors_take_the_place_of_addresses_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text('vierkanten100 = ["https://a.nl/1.zip", "https://a.nl/2.zip"]\nprognose = "http://b.nl/t"\n')
    monkeypatch.setenv("SPREIDING_ADRESSEN", str(path))
    found = addresses_in_use()
    assert found.vierkanten100.addresses == ("https://a.nl/1.zip", "https://a.nl/2.zip")
    assert found.vierkanten100.name == OFFICIAL.vierkanten100.name
    assert found.wegen == OFFICIAL.wegen
    path.write_text('{"prognose": "http://b.nl/t"}')
    assert addresses_in_use().prognose.addresses == ("http://b.nl/t",)
    monkeypatch.delenv("SPREIDING_ADRESSEN")
    assert addresses_in_use() == OFFICIAL


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ('wegen = "ftp://a.nl/x"', ["bad_address"]),
        ('wegen = "file:///etc/passwd"\nprognose = 3', ["bad_address", "bad_address"]),
        ("wegen = []", ["bad_address"]),
        ('wegen = " https://a.nl/x"', ["bad_address"]),
        ('wegen = "http:a.nl"', ["bad_address"]),
        ('wegen = "https://a.nl/x\\ny"', ["bad_address"]),
        ('wegen = "https://a.nl:99999/"', ["bad_address"]),
        ('wegne = "https://a.nl"', ["unknown_source"]),
        ("wegen = ", ["unreadable_file"]),
        ("[1, 2]", ["unreadable_file"]),
        ('{"wegen": ', ["unreadable_file"]),
        ("\x00\xff", ["unreadable_file"]),
    ],
)
def test_a_file_of_addresses_that_is_wrong_is_told(tmp_path: Path, content: str, kinds: list[str]) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content.encode("latin-1"))
    assert kinds_of(lambda: read_addresses(path)) == kinds
    assert kinds_of(lambda: read_addresses(tmp_path / "weg.toml")) == ["file_not_found"]


def test_a_client_of_its_own_has_limits(tmp_path: Path) -> None:
    with open_client(tmp_path) as client:
        assert client.http.max_redirects == 5
        assert client.http.timeout.read == 30


# --- addresses of houses ---

FREE = "/search/v3_1/free"


def doc(label: str, *, score: float = 12.0, x: float = 233_000, y: float = 541_000) -> dict[str, object]:
    """An address as the Locatieserver gives it."""
    return {"weergavenaam": label, "score": score, "centroide_rd": f"POINT({x} {y})", "type": "adres"}


def answers(*docs: object) -> Callable[[Request], None]:
    """An answer of the Locatieserver."""
    return document({"response": {"numFound": len(docs), "start": 0, "numFoundExact": True, "docs": list(docs)}})


@pytest.fixture
def houses(server: LocalServer) -> Source:
    """The Locatieserver on the server of this test."""
    return OFFICIAL.locatieserver.model_copy(update={"addresses": (server.url(FREE),)})


def test_an_address_is_found_with_the_parameters_that_the_service_knows(
    client: Client, houses: Source, server: LocalServer
) -> None:
    server.on(FREE, answers(doc("Raadhuisplein 1, 9411NB Beilen", x=233_521.4, y=541_872.1)))
    found = geocode("Raadhuisplein 1, 9411 nb Beilen", client, houses)
    assert found == Located(x_m=233_521.4, y_m=541_872.1, label="Raadhuisplein 1, 9411NB Beilen", score=12)
    query = httpx.URL(server.url(server.asked[0][0])).params
    assert dict(query) == {"q": "Raadhuisplein 1, 9411 nb Beilen", "fq": "type:adres", "rows": "5"}


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("Raadhuisplein 3, Beilen", "Raadhuisplein 1, 9411NB Beilen"),  # another house
        ("Raadhuisplein 1, 9412AA Beilen", "Raadhuisplein 1, 9411NB Beilen"),  # another postcode
        ("Kerklaan 1, Beilen", "Kerkweg 1, 7963AA Ruinen"),  # another street and village
        ("Kerklaan 1, 9411 NB Beilen", "Kerkweg 1, 9411NB Beilen"),  # another street
        ("Kerkstraat 1, Beilen", "Kerkstraat 1, 9401GA Assen"),  # another village
        ("2e Kerklaan 1 Beilen", "2e Kerkweg 1, 9411NB Beilen"),
        ("1, Beilen", "Kerkweg 2, 9411NB Beilen"),
        ("1", "Kerkweg 1, 9411NB Beilen"),  # no street
    ],
)
def test_an_answer_to_another_question_is_not_taken(
    client: Client, houses: Source, server: LocalServer, address: str, label: str
) -> None:
    server.on(FREE, answers(doc(label)))
    (fault,) = faults_of(lambda: geocode(address, client, houses))
    assert (fault.kind, fault.data["address"]) == ("address_not_found", address)


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("\u2019s-Gravenweg 5, Dorp", "'s-Gravenweg 5, 9999AA Dorp"),
        ("1e Exloërmond 12", "1e Exloermond 12, 9999AA Exloo"),
        ("Dr. Nassaulaan 5 b, Assen", "Dr. Nassaulaan 5-B, 9401HJ Assen"),
        ("Plein 1944 12, Assen", "Plein 1944 12, 9401HJ Assen"),
        ("Kerkstr. 1, 9401 GA Assen", "Kerkstraat 1, 9401GA Assen"),
        ("9401 GA 1", "Kerkstraat 1, 9401GA Assen"),
        ("Hoofdstraat 5 Beilen", "Hoofdstraat 5, 9411AA Beilen"),
        ("MFA De Spil, Hoofdstraat 5 Beilen", "Hoofdstraat 5, 9411AA Beilen"),
        ("Hoofdstraat 5, 9411 AA Klatering", "Hoofdstraat 5, 9411AA Beilen"),  # a hamlet that has the postcode
    ],
)
def test_an_address_may_be_written_in_other_ways(
    client: Client, houses: Source, server: LocalServer, address: str, label: str
) -> None:
    server.on(FREE, answers(doc(label)))
    assert geocode(address, client, houses).label == label


def test_the_gemeente_may_stand_for_the_place(client: Client, houses: Source, server: LocalServer) -> None:
    other, wanted = (
        doc(f"Kerkstraat 1, {place}") | {"gemeentenaam": gemeente}
        for place, gemeente in (("9401GA Assen", "Assen"), ("9411AA Beilen", "Midden-Drenthe"))
    )
    server.on(FREE, answers(other, wanted))
    assert geocode("Kerkstraat 1 Midden-Drenthe", client, houses).label == "Kerkstraat 1, 9411AA Beilen"


def test_two_places_that_fit_equally_well_are_a_question_for_the_user(
    client: Client, houses: Source, server: LocalServer
) -> None:
    assen, beilen = doc("Kerkstraat 1, 9401GA Assen", x=234_000, y=557_000), doc("Kerkstraat 1, 9411AA Beilen")
    server.on(FREE, answers(assen, beilen))
    assert kinds_of(lambda: geocode("Kerkstraat 1", client, houses)) == ["ambiguous_address"]
    # One that scores less, or the flat upstairs, is no other place.
    server.on(FREE, answers(assen, beilen | {"score": 9.0}))
    assert geocode("Kerkstraat 1", client, houses).label == "Kerkstraat 1, 9401GA Assen"
    server.on(FREE, answers(assen, assen | {"weergavenaam": "Kerkstraat 1-A, 9401GA Assen"}))
    assert geocode("Kerkstraat 1", client, houses).label == "Kerkstraat 1, 9401GA Assen"


def test_each_address_has_its_place_or_its_own_fault_and_is_asked_once(
    client: Client, houses: Source, server: LocalServer
) -> None:
    waits: list[float] = []
    polite = Client(client.http, client.folder, client.patience, sleep=waits.append)

    def reply(request: Request) -> None:
        answers(*([doc("Dorpsstraat 5, 9999AA Dorp")] if "Dorpsstraat" in request.query["q"] else []))(request)

    server.on(FREE, reply)
    rows = ["Dorpsstraat 5, Dorp", "Nergens 1", "Dorpsstraat 5, Dorp"]
    first, second, third = geocode_all(rows, polite, houses)
    assert isinstance(first, Located)
    assert first == third
    assert isinstance(second, InputError)
    # A fifth of a second before each question.
    assert (len(server.asked), waits) == (2, [0.2, 0.2])
    # The next time only what was not found is asked again.
    geocode_all(rows, polite, houses)
    assert len(server.asked) == 3
    # What is all known is not written again.
    written = (client.folder / "adressen.json").stat().st_mtime_ns
    geocode_all(rows[:1], polite, houses)
    assert (client.folder / "adressen.json").stat().st_mtime_ns == written


def test_a_service_that_is_down_is_no_fault_of_an_address_and_what_was_found_stays(
    client: Client, houses: Source, server: LocalServer
) -> None:
    server.on(FREE, answers(doc("Dorpsstraat 5, 9999AA Dorp")), status(503))
    assert kinds_of(lambda: geocode_all(["Dorpsstraat 5", "Kerkstraat 1"], client, houses)) == ["download_overloaded"]
    server.asked.clear()
    assert isinstance(geocode_all(["Dorpsstraat 5"], client, houses)[0], Located)
    assert server.asked == []


@pytest.mark.parametrize(
    "odd",
    [
        [],
        ["x"],
        [{"weergavenaam": "Dorpsstraat 5"}],
        [{"weergavenaam": "Dorpsstraat 5", "centroide_rd": "POINT(1)"}],
        [{"weergavenaam": "Dorpsstraat 5", "centroide_rd": 3, "score": "hoog"}],
        [{"weergavenaam": "Dorpsstraat 5", "centroide_rd": f"POINT({'9' * 400} 1)", "score": 1}],
        [{"weergavenaam": "Dorpsstraat 5", "centroide_rd": "POINT(1 1)", "score": float("nan")}],
    ],
)
def test_answers_without_a_point_are_no_answers(
    client: Client, houses: Source, server: LocalServer, odd: list[object]
) -> None:
    server.on(FREE, answers(*odd))
    assert kinds_of(lambda: geocode("Dorpsstraat 5", client, houses)) == ["address_not_found"]


@pytest.mark.parametrize("reply", [document([]), document({"response": []}), document({"error": "x"}), html()])
def test_an_answer_of_another_service_is_told(
    client: Client, houses: Source, server: LocalServer, reply: Callable[[Request], None]
) -> None:
    server.on(FREE, reply)
    assert kinds_of(lambda: geocode("Dorpsstraat 5", client, houses)) == ["download_not_the_file"]
