"""Gegevens: the report of the open region, and files that are told what they are before anything changes."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from spreiding import intake, retrieval, workflow
from spreiding.demand import Forecast, GemeenteFacts, Variant
from spreiding.domain import Option, Vestigingstype, Voorzieningsvorm
from spreiding.errors import InputError, InputErrors
from spreiding.intake import FileReport, Reading, Role, SiteFile
from spreiding.io.places.schools import SchoolFile
from spreiding.io.places.voorzieningen import VoorzieningFile
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.ui import inlezen, kwaliteit, labels, peiljaar, quality_tables
from spreiding.ui.markdown import plain
from spreiding.ui.staging import safe_name, staged
from spreiding.voorzieningen import School, Voorziening
from tests.ui.conftest import small_region
from tests.ui.test_pages import by_label, metric, open_page, words
from tests.worlds import HERE, THERE

SCRIPT = "<img src=x onerror=alert(1)>.csv"
KINDS = {
    "v.csv": "vestigingen",
    "vk100.gpkg": "cbs100",
    "vk500.gpkg": "cbs500",
    "wegen.osm.pbf": "wegen",
    "ook.osm.pbf": "wegen",
    "wegen.graphml": "wegen",
    "grenzen.gpkg": "gebieden",
    "bussen.csv": "voorzieningen",
    "scholen.csv": "scholen",
    "x.csv": "onbekend",
}


def described(path: Path) -> FileReport:
    """Stand in for the readers: the kind follows from the name, a name that is not known is a fault."""
    if path.name not in KINDS:
        raise InputError("unreadable_file", file=path.name)
    return FileReport.model_validate({"bestand": path.name, "soort": KINDS[path.name], "n_rijen": 3, "inwoners": 1234})


NEW = Site(id="nieuw", name="Nieuw", x_m=18_000, y_m=0, today=Option(type=Vestigingstype.KLEIN))


def read_swapped(_path: Path, _role: Role, *, reading: Reading, **_: object) -> SiteFile:
    """Stand in for a file whose coordinates are the wrong way round."""
    if reading is Reading.SWAPPED:
        return SiteFile((NEW,))
    raise InputError("coordinate_swapped", file="v.csv", name="Nieuw", x=52.0, y=6.0)


@pytest.fixture
def page(app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    """The page on the small world, with readers that only look at names."""
    monkeypatch.setenv("SPREIDING_REGIOS", str(tmp_path / "regios"))
    monkeypatch.setattr(intake, "describe_file", described)
    return open_page(app, "gegevens")


def upload(page: AppTest, *names: str) -> AppTest:
    page.file_uploader(key=f"bestanden-{workflow.EXAMPLE}").set_value([(name, b"inhoud", "") for name in names]).run()
    assert not page.exception
    return page


def roles(page: AppTest) -> list[Role | None]:
    return [box.value for box in page.selectbox if box.label == inlezen.ROLE_OF]


def infos(page: AppTest) -> str:
    return "\n".join(element.value for element in page.info)


# --- the report ---


def test_the_page_opens_with_the_figures_and_findings_of_the_region(page: AppTest) -> None:
    # 1000 + 500 + 200 + 50 people, all 50 m from the road; the facts of CBS are not there.
    assert metric(page, kwaliteit.HEADLINES[0]) == "1.750"
    assert metric(page, kwaliteit.HEADLINES[2]) == "0"
    assert metric(page, kwaliteit.HEADLINES[3]) == kwaliteit.NO_COMPARISON
    # What asks for attention stands first; the rest is folded away.
    notable, orderly = page.table[0].value, page.table[1].value
    assert notable.loc["Vestigingen zonder uren", "Cijfer"] == "2"
    assert "Vestigingen zonder uren" not in orderly.index
    assert "Inwoners" in orderly.index


def test_the_distance_stands_beside_that_of_cbs(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    # Hier: (1000 · 0.1 + 500 · 10.0) / 1500 + 0.05 km to the road ≈ 3.4 km; CBS says 2.0, so that differs.
    facts = (GemeenteFacts(gemeente=HERE.code, bron="CBS", library_km=2.0),)
    region = replace(small_region(), facts=facts)
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    page = open_page(app, "gegevens")
    assert metric(page, kwaliteit.HEADLINES[3]) == "0 van 1"
    tables = [table.value for table in page.table]
    (beside,) = [table for table in tables if "Afstand volgens CBS" in table.columns]
    assert beside.loc["Hier", "Afstand volgens CBS"] == 2.0
    # In the example these distances were made to fit: that is not a check, and the page says so.
    assert quality_tables.CALIBRATED in infos(page)
    assert beside.loc["Hier", "Oordeel"] == kwaliteit.NOTICE


# --- files for a new region ---


def test_every_file_is_told_with_its_kind_and_gets_a_role(page: AppTest) -> None:
    upload(page, "wegen.osm.pbf", "vk500.gpkg", "vk100.gpkg", "x.csv")
    assert roles(page) == [Role.WEGEN, Role.AANVULLING, Role.INWONERS, None]
    text = words(page)
    assert plain("CBS-vierkanten van 100 meter · 3 rijen · 1.234 inwoners") in text
    assert inlezen.UNKNOWN_KIND in text


def test_squares_of_500_m_alone_are_the_inhabitants(page: AppTest) -> None:
    assert roles(upload(page, "vk500.gpkg")) == [Role.INWONERS]


def test_what_is_still_needed_is_told_and_keeps_the_button_off(page: AppTest) -> None:
    upload(page, "vk100.gpkg")
    assert "Nog nodig: wegen." in infos(page)
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    assert by_label(page.button, inlezen.MAKE_REGION).disabled


def test_a_broken_file_is_told_in_dutch_and_keeps_the_button_off_until_it_is_left_out(page: AppTest) -> None:
    upload(page, "vk100.gpkg", "wegen.osm.pbf", "kapot.csv")
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    assert "kapot\\.csv is niet te lezen" in words(page)
    assert not by_label(page.button, inlezen.MAKE_REGION).disabled
    broken = [box for box in page.selectbox if box.label == inlezen.ROLE_OF][2]
    broken.set_value(Role.KERNEN).run()
    assert inlezen.BROKEN in infos(page)
    assert by_label(page.button, inlezen.MAKE_REGION).disabled


def test_a_name_that_is_missing_is_told(page: AppTest) -> None:
    upload(page, "vk100.gpkg", "wegen.osm.pbf")
    assert "Nog nodig: een naam." in infos(page)
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    assert "Nog nodig" not in infos(page)


def test_a_file_whose_role_is_taken_is_not_called_unknown(page: AppTest) -> None:
    upload(page, "wegen.osm.pbf", "ook.osm.pbf")
    assert roles(page) == [Role.WEGEN, None]
    assert inlezen.NO_ROLE_LEFT in words(page)
    assert inlezen.UNKNOWN_KIND not in words(page)


def test_openstreetmap_gives_kernen_and_places_when_there_are_gemeenten(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[workflow.RegionInputs] = []

    def build(inputs: workflow.RegionInputs, _folder: None, **_: object) -> tuple[Path, object]:
        seen.append(inputs)
        return tmp_path / "proef", small_region().manifest

    monkeypatch.setattr(workflow, "build", build)
    upload(page, "vk100.gpkg", "wegen.osm.pbf")
    assert inlezen.PLACES_FROM_OSM not in [box.label for box in page.checkbox]
    upload(page, "vk100.gpkg", "wegen.osm.pbf", "grenzen.gpkg")
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    by_label(page.checkbox, inlezen.FROM_OSM).uncheck().run()
    by_label(page.checkbox, inlezen.SCHOOLS_FROM_OSM).uncheck().run()
    by_label(page.button, inlezen.MAKE_REGION).click().run()
    (inputs,) = seen
    assert (inputs.vestigingen, inputs.kandidaten, inputs.kernen) == (None, Path("osm"), Path("osm"))
    assert inputs.scholen is None


def test_other_roads_than_openstreetmap_offer_no_places(page: AppTest) -> None:
    upload(page, "vk100.gpkg", "wegen.graphml", "grenzen.gpkg")
    assert not {inlezen.FROM_OSM, inlezen.PLACES_FROM_OSM, inlezen.SCHOOLS_FROM_OSM} & {
        box.label for box in page.checkbox
    }


def test_the_server_takes_files_as_large_as_the_page_promises() -> None:
    settings = tomllib.loads((workflow.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == inlezen.MAX_MB


def test_one_role_for_two_files_is_refused(page: AppTest) -> None:
    upload(page, "vk100.gpkg", "vk500.gpkg", "wegen.osm.pbf")
    [box for box in page.selectbox if box.label == inlezen.ROLE_OF][1].set_value(Role.INWONERS).run()
    assert "nu dubbel: inwoners" in infos(page)


def test_a_region_is_made_of_the_chosen_files_and_is_open_next(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: dict[str, object] = {}
    # Two regions from the start: the box in the sidebar must follow, not keep what it showed.
    monkeypatch.setattr(workflow, "region_names", lambda: (workflow.EXAMPLE, "proef"))

    def build(
        inputs: workflow.RegionInputs, _folder: None, *, on_progress: workflow.Progress, **_: object
    ) -> tuple[Path, object]:
        on_progress("Inwoners lezen", 0.5)
        seen["roles"] = {role for role, path in inputs.files.items() if path.read_bytes() == b"inhoud"}
        seen["name"] = inputs.name
        return tmp_path / "proef", small_region().manifest.model_copy(update={"name": inputs.name})

    monkeypatch.setattr(workflow, "build", build)
    upload(page, "vk100.gpkg", "wegen.osm.pbf")
    by_label(page.text_input, inlezen.REGION_NAME).set_value(" Proef ").run()
    by_label(page.checkbox, inlezen.REPLACE.format(name="proef")).check().run()
    by_label(page.button, inlezen.MAKE_REGION).click().run()
    assert not page.exception
    assert seen["name"] == "Proef"
    # Without a file of branches they are the libraries of the roads, and so are the schools.
    assert seen["roles"] == {"inwoners", "wegen", "vestigingen", "scholen"}
    assert by_label(page.sidebar.selectbox, labels.REGION).value == "proef"
    assert plain(inlezen.MADE.format(name="Proef")) in page.success[0].value
    # The box is empty again.
    assert not roles(page)


def test_branches_of_a_new_region_are_read_at_once_and_their_coordinates_asked_about(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    readings = []

    def build(inputs: workflow.RegionInputs, _folder: None, **_: object) -> tuple[Path, object]:
        readings.append(inputs.reading)
        return tmp_path / "proef", small_region().manifest

    monkeypatch.setattr(intake, "read_places", read_swapped)
    monkeypatch.setattr(workflow, "build", build)
    upload(page, "vk100.gpkg", "wegen.osm.pbf", "v.csv")
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    assert inlezen.BROKEN in infos(page)
    by_label(page.radio, inlezen.READING).set_value(Reading.SWAPPED).run()
    by_label(page.button, inlezen.MAKE_REGION).click().run()
    assert readings == [Reading.SWAPPED]


def test_voorzieningen_and_schools_are_read_at_once_and_go_into_the_region(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[workflow.RegionInputs] = []

    def build(inputs: workflow.RegionInputs, _folder: None, **_: object) -> tuple[Path, object]:
        seen.append(inputs)
        return tmp_path / "proef", small_region().manifest

    bus = Voorziening(id="bus", name="Bus Dorp", form=Voorzieningsvorm.BIBLIOBUS, x_m=0, y_m=0)
    school = School(id="brug", name="De Brug", x_m=0, y_m=0)
    read = {Role.VOORZIENINGEN: VoorzieningFile((bus,)), Role.SCHOLEN: SchoolFile((school,))}
    monkeypatch.setattr(intake, "read_places", lambda _path, role, **_: read[role])
    monkeypatch.setattr(workflow, "build", build)
    upload(page, "vk100.gpkg", "wegen.osm.pbf", "bussen.csv", "scholen.csv")
    assert roles(page) == [Role.INWONERS, Role.WEGEN, Role.VOORZIENINGEN, Role.SCHOLEN]
    assert plain("1 gelezen uit bussen.csv: Bus Dorp.") in words(page)
    assert plain("1 gelezen uit scholen.csv: De Brug.") in words(page)
    # A file of one's own goes before the map.
    assert inlezen.SCHOOLS_FROM_OSM not in [box.label for box in page.checkbox]
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    by_label(page.button, inlezen.MAKE_REGION).click().run()
    (inputs,) = seen
    names = [path.name for path in (inputs.voorzieningen, inputs.scholen) if path is not None]
    assert names == ["bussen.csv", "scholen.csv"]


def test_a_fault_while_building_changes_nothing(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: object, **__: object) -> tuple[Path, object]:
        raise InputErrors([InputError("empty_roads", file="a.pbf"), InputError("empty_areas", file="b.gpkg")])

    monkeypatch.setattr(workflow, "build", build)
    upload(page, "vk100.gpkg", "wegen.osm.pbf")
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Proef").run()
    by_label(page.button, inlezen.MAKE_REGION).click().run()
    text = words(page)
    assert "geen enkele weg" in text
    assert "geen enkele gemeente" in text
    assert inlezen.UNCHANGED in text
    assert not page.success


def test_a_name_that_is_taken_is_replaced_only_when_asked(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "region_names", lambda: (workflow.EXAMPLE, "kampen"))
    upload(page, "vk100.gpkg", "wegen.osm.pbf")
    by_label(page.text_input, inlezen.REGION_NAME).set_value("Kampen").run()
    assert by_label(page.button, inlezen.MAKE_REGION).disabled
    by_label(page.checkbox, inlezen.REPLACE.format(name="kampen")).check().run()
    assert not by_label(page.button, inlezen.MAKE_REGION).disabled


def test_a_hostile_name_is_shown_as_text_and_is_never_a_path(page: AppTest) -> None:
    upload(page, SCRIPT)
    assert plain(SCRIPT) in words(page)
    assert "<img" not in words(page).replace("\\<img", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\wegen.osm.pbf", "wegen.osm.pbf"),
        ("a.b.c.shp.zip", "a.b.c.shp.zip"),
        ("CON.csv", "_CON.csv"),
        ("", "bestand"),
        ("....", "bestand"),
        (".htaccess", "bestand.htaccess"),
        ("日本.csv", "bestand.csv"),
        ("a\nb\0.csv", "a_b.csv"),
        ("-rf.csv", "rf.csv"),
        ("y" * 300 + ".csv", "y" * 60 + ".csv"),
        ("x." + "y" * 300, "x"),
        (SCRIPT, "img_src_x_onerror_alert_1.csv"),
    ],
)
def test_a_file_gets_a_name_that_means_nothing_to_a_file_system(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_files_of_one_name_stand_apart_and_are_gone_afterwards() -> None:
    with staged([("a.csv", b"een"), ("../a.csv", b"twee")]) as paths:
        assert [path.read_bytes() for path in paths] == [b"een", b"twee"]
        assert {path.name for path in paths} == {"a.csv"}
        # Nobody else may read what somebody uploads.
        assert paths[0].parents[1].stat().st_mode & 0o077 == 0
    assert not paths[0].parents[1].exists()


# --- other branches in the open region ---


def test_branches_from_a_file_make_a_new_region_beside_the_old_one(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Region] = []

    def keep(region: Region) -> Path:
        kept.append(region)
        return workflow.regions_folder() / "voorbeeld-drenthe-eigen"

    monkeypatch.setattr(intake, "read_places", lambda *_, **__: SiteFile((NEW,)))
    monkeypatch.setattr(workflow, "keep_region", keep)
    page.file_uploader(key=f"plekken-{workflow.EXAMPLE}").set_value(("v.csv", b"naam", "")).run()
    assert "1 gelezen uit v" in words(page)
    page.button(key="plekken-maken").click().run()
    assert not page.exception
    (region,) = kept
    # The branches are those of the file; the candidate of the old region stays.
    assert [site.id for site in region.sites] == ["nieuw", "midden"]
    assert region.manifest.name == "Proefwereld, eigen vestigingen"


def test_coordinates_that_cannot_be_meant_as_written_are_asked_about(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "read_places", read_swapped)
    page.file_uploader(key=f"plekken-{workflow.EXAMPLE}").set_value(("v.csv", b"naam", "")).run()
    assert "verwisseld" in words(page)
    assert "gelezen uit" not in words(page)
    by_label(page.radio, inlezen.READING).set_value(Reading.SWAPPED).run()
    assert "1 gelezen uit v" in words(page)


def test_addresses_are_looked_up_only_when_asked(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_path: Path, _role: Role, *, locate: object, **_: object) -> SiteFile:
        if locate is retrieval.locate_addresses:
            return SiteFile((NEW,))
        raise InputError("site_with_address_only", file="v.csv", row=2, name="Nieuw", address="Brink 1, Beilen")

    monkeypatch.setattr(intake, "read_places", read)
    page.file_uploader(key=f"plekken-{workflow.EXAMPLE}").set_value(("v.csv", b"naam", "")).run()
    assert "gelezen uit" not in words(page)
    by_label(page.checkbox, inlezen.LOOK_UP).check().run()
    assert "1 gelezen uit v" in words(page)


def test_the_name_of_the_open_region_is_refused_for_the_new_one(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "read_places", lambda *_, **__: SiteFile((NEW,)))
    page.file_uploader(key=f"plekken-{workflow.EXAMPLE}").set_value(("v.csv", b"naam", "")).run()
    page.text_input(key=f"naam-plekken-{workflow.EXAMPLE}").set_value(workflow.EXAMPLE).run()
    assert inlezen.SAME_NAME in infos(page)
    assert page.button(key="plekken-maken").disabled


def test_candidates_come_beside_what_is_there_under_free_ids(tmp_path: Path) -> None:
    region, file = small_region(), tmp_path / "plekken.csv"
    file.write_text("naam", encoding="utf-8")
    again = NEW.model_copy(update={"id": "west", "today": None})
    changed = intake.with_sites(region, (again,), Role.KANDIDATEN, name="Anders", path=file)
    assert [site.id for site in changed.sites] == ["west", "oost", "midden", "west-2"]
    assert changed.sites[-1].today is None
    assert changed.sites[-1].gemeente == THERE.code
    assert changed.networks is region.networks
    assert changed.fingerprint != region.fingerprint
    assert [bron.file for bron in changed.manifest.bronnen] == ["plekken.csv"]
    assert [site.id for site in region.sites] == ["west", "oost", "midden"]


def test_a_region_made_here_is_written_beside_the_others_and_never_over_the_example(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPREIDING_REGIOS", str(tmp_path))
    region = small_region()
    folder = workflow.keep_region(region)
    assert folder == tmp_path / "proefwereld"
    assert (folder / "manifest.json").is_file()
    example = replace(region, manifest=region.manifest.model_copy(update={"name": workflow.EXAMPLE}))
    with pytest.raises(InputError, match="reserved_name"):
        workflow.keep_region(example)


# --- from the official sources ---


def test_a_provincie_is_fetched_built_and_open_next(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = InputError("download_unreachable", source="Prognose", host="opendata.cbs.nl")
    inputs = intake.inputs_for("Drenthe", {Role.INWONERS: tmp_path / "a.gpkg", Role.WEGEN: tmp_path / "w.osm.pbf"})
    manifest = small_region().manifest.model_copy(update={"name": "Drenthe"})

    def fetch(wish: retrieval.Wish, **given: Any) -> SimpleNamespace:  # noqa: ANN401 - as the use case takes them
        given["on_fetch"](retrieval.FetchProgress("Wegen", 1_000_000, None, 0.5))
        assert (wish.provincies, given["name"]) == (("Drenthe",), "Drenthe")
        return SimpleNamespace(inputs=inputs, files=SimpleNamespace(missing=(missing,), sources=()))

    monkeypatch.setattr(retrieval, "fetch_region", fetch)
    monkeypatch.setattr(workflow, "build", lambda *_, **__: (tmp_path / "drenthe", manifest))
    assert page.button(key="ophalen").disabled
    by_label(page.selectbox, inlezen.PROVINCIE).set_value("Drenthe").run()
    page.button(key="ophalen").click().run()
    assert not page.exception
    assert by_label(page.sidebar.selectbox, labels.REGION).value == "drenthe"
    assert "niet te bereiken" in page.success[0].value


def test_a_source_that_does_not_answer_is_told_and_changes_nothing(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object, **__: object) -> None:
        raise InputError("download_unreachable", source="Gemeentegrenzen", host="api.pdok.nl")

    monkeypatch.setattr(retrieval, "fetch_region", fetch)
    by_label(page.selectbox, inlezen.PROVINCIE).set_value("Drenthe").run()
    page.button(key="ophalen").click().run()
    assert plain("Gemeentegrenzen: api.pdok.nl is niet te bereiken") in words(page)
    assert inlezen.UNCHANGED in words(page)


# --- a future year ---


def test_a_future_year_is_chosen_in_the_sidebar_and_says_what_it_rests_on(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hier grows from 1500 to 3000 (lower bound 1500), Daar has no forecast and keeps 250.
    row = Forecast(gemeente=HERE.code, year=2040, inwoners=3000, low=1500, high=4000, bron="prognose.csv")
    region = replace(small_region(), forecasts=(row,))
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    open_page(app, "overzicht")
    assert "van 1.750 inwoners" in words(app)
    by_label(app.sidebar.selectbox, peiljaar.YEAR).set_value(2040).run()
    assert not app.exception
    assert "van 3.250 inwoners" in words(app)
    assert "Peiljaar 2040" in infos(app)
    assert plain("leeftijdsopbouw: aanname") in infos(app)
    by_label(app.sidebar.radio, peiljaar.VARIANT).set_value(Variant.LAAG).run()
    assert "van 1.750 inwoners" in words(app)
    assert "ondergrens" in infos(app)
    # The report stays that of the region as it was read, and says nothing of the year.
    app.switch_page("spreiding/ui/pages/gegevens.py").run()
    assert "Peiljaar" not in infos(app)
    assert metric(app, kwaliteit.HEADLINES[0]) == "1.750"


def test_a_region_without_a_forecast_offers_no_year(page: AppTest) -> None:
    assert not [box for box in page.sidebar.selectbox if box.label == peiljaar.YEAR]


def test_the_report_is_downloaded_as_json_with_its_sentences(page: AppTest) -> None:
    from spreiding.answers import quality_answer  # noqa: PLC0415 - beside what it tests

    assert page.get("download_button")
    answer = json.loads(json.dumps(quality_answer(workflow.measure_quality(small_region()))))
    assert answer["inwoners"] == 1750
    assert {line["oordeel"] for line in answer["bevindingen"]} == {kwaliteit.IN_ORDER, kwaliteit.NOTICE}


def test_the_example_with_other_branches_keeps_only_the_scenarios_that_fit() -> None:
    # The scenarios of the example change branches in Drenthe; the small world has none of them.
    found = workflow.scenarios_for(small_region())
    assert workflow.TODAY in found
    assert not [scenario.id for scenario in found if scenario.unknown_sites(small_region().site_index)]
    assert not {"spreidingsplan"} & {scenario.id for scenario in found}
