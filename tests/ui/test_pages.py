"""Every page, driven as a user would; the map is a stand-in."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from spreiding import workflow
from spreiding.domain import Vestigingstype
from spreiding.errors import InputError
from spreiding.region import Bron
from spreiding.ui import actions, labels, reach_panel
from spreiding.ui.maps import to_degrees
from spreiding.ui.markdown import plain
from tests.ui.conftest import FakeMap, small_region

PAGES = ("overzicht", "scenarios", "normtoets", "kosten", "beste_plan", "gegevens", "uitleg")


def open_page(app: AppTest, name: str) -> AppTest:
    app.run()
    app.switch_page(f"spreiding/ui/pages/{name}.py").run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All text on the screen."""
    kinds = (app.title, app.info, app.warning, app.caption, app.markdown, app.subheader)
    metrics = [f"{metric.label} {metric.value} {metric.delta}" for metric in app.metric]
    return "\n".join([*(element.value for kind in kinds for element in kind), *metrics])


def metric(app: AppTest, label: str) -> str:
    return next(found.value for found in app.metric if found.label == label)


def by_label(elements: Iterable[Any], label: str) -> Any:  # noqa: ANN401 - one finder for every kind of widget
    return next(element for element in elements if element.label == label)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_that_the_data_are_an_example(app: AppTest, name: str) -> None:
    assert "Voorbeeldgegevens" in words(open_page(app, name))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_claims_to_satisfy_the_law_and_all_show_the_label_of_the_norm(app: AppTest, name: str) -> None:
    text = words(open_page(app, name))
    assert "voldoet aan de wet" not in text.lower()
    assert "eigen keuze" in text


def test_overzicht_shows_the_three_figures_with_their_distance_to_the_norm(app: AppTest) -> None:
    # 1000 people at 0 km, 500 at 10, 200 at 20 (branch there) and 50 at 30: within 5 km 1200 of 1750 = 68.6%.
    # Mean: people stand 50 m along the road from the branch: (1000·0.1 + 500·10 + 200·0.1 + 50·10)/1750 ≈ 3.2 km,
    # counting the 50 m to the road.
    open_page(app, "overzicht")
    assert metric(app, labels.PERSONS_WITHIN) == "68,6%"
    assert metric(app, labels.MEAN) == "3,2\u00a0km"
    assert "550 van 1.750 inwoners wonen verder dan 5 km van een vestiging" in words(app)
    assert "1,8\u00a0km onder uw norm van 5 km" in words(app)


def test_overzicht_shows_every_branch_and_the_same_rows_in_a_table(app: AppTest, fake_map: FakeMap) -> None:
    open_page(app, "overzicht")
    assert fake_map.markers == {"west", "oost"}
    table = app.table[0].value
    assert list(table.index) == ["Daar", "Hier", labels.WHOLE_REGION]
    listed = next(found.value for found in app.dataframe if labels.BRANCH in found.value)
    assert list(listed[labels.BRANCH]) == ["oost", "west"]
    # The 500 at 10,050 m are nearer to oost; with its own 200 and the 50 beyond that is 750. West keeps its 1000.
    assert list(listed[labels.SERVED]) == [750, 1000]


def test_choosing_a_gemeente_narrows_the_figures_and_moves_the_map(app: AppTest, fake_map: FakeMap) -> None:
    open_page(app, "overzicht")
    whole = fake_map.box
    by_label(app.sidebar.selectbox, labels.GEMEENTE).set_value("GM0002").run()
    assert not app.exception
    # 200 of the 250 people there live within 5 km.
    assert metric(app, labels.PERSONS_WITHIN) == "80,0%"
    assert app.title[0].value == "Overzicht: Daar"
    # The gemeente lies between 15 and 40 km, the squares between 0 and 30.
    assert fake_map.box[0][1] > whole[0][1]
    assert fake_map.box[1][1] > whole[1][1]


def test_another_norm_changes_the_share_at_once(app: AppTest) -> None:
    open_page(app, "overzicht")
    by_label(app.sidebar.number_input, labels.NORM_DISTANCE).set_value(15_000).run()
    assert metric(app, labels.PERSONS_WITHIN) == "100,0%"


def test_cost_of_a_gemeente_without_tariffs_is_incomplete_and_says_why(app: AppTest) -> None:
    open_page(app, "overzicht")
    # The standard tariffs hold for the gemeenten of Bind; those of the small world are not among them.
    assert metric(app, labels.COST) == "onbekend"
    assert labels.COST_NOTHING in words(app)
    assert "gelden daar niet" in words(app)


def test_today_is_locked_until_it_is_copied(app: AppTest) -> None:
    open_page(app, "scenarios")
    assert labels.LOCKED in words(app)
    by_label(app.selectbox, labels.PICK_SITE).set_value("oost").run()
    assert by_label(app.radio, labels.TYPE).disabled
    by_label(app.button, labels.COPY).click().run()
    assert not app.exception
    assert labels.LOCKED not in words(app)
    assert by_label(app.text_input, labels.NAME).value == "Kopie van Huidige situatie"


def test_closing_a_branch_moves_the_figures_and_can_be_undone(app: AppTest, fake_map: FakeMap) -> None:
    open_page(app, "scenarios")
    by_label(app.button, labels.COPY).click().run()
    by_label(app.selectbox, labels.PICK_SITE).set_value("oost").run()
    by_label(app.radio, labels.TYPE).set_value(labels.CLOSED).run()
    assert not app.exception
    # The 200 at 20 km and the 50 at 30 km lose their nearest branch, and the 500 at 10,050 m, for whom oost was 100 m
    # nearer by than west: 1000 of 1750 = 57.1% stay within.
    assert metric(app, labels.PERSONS_WITHIN) == "57,1%"
    assert "200 minder dan nu" in words(app)
    assert "750 erop achteruit" in words(app)
    assert "oost" in fake_map.markers
    by_label(app.button, labels.UNDO).click().run()
    assert metric(app, labels.PERSONS_WITHIN) == "68,6%"
    by_label(app.button, labels.REDO).click().run()
    assert metric(app, labels.PERSONS_WITHIN) == "57,1%"


def test_an_empty_spot_on_the_map_becomes_a_branch_with_an_id(app: AppTest) -> None:
    open_page(app, "scenarios")
    by_label(app.button, labels.COPY).click().run()
    latitude, longitude = to_degrees(10_000, 20)
    value = {"last_clicked": {"lat": latitude, "lng": longitude}, "last_object_clicked_count": 0}
    app.session_state["spreiding"] = actions.click_map(app.session_state["spreiding"], value)
    app.run()
    by_label(app.radio, labels.OPEN_AS).set_value(Vestigingstype.KLEIN).run()
    by_label(app.button, labels.OPEN_HERE).click().run()
    assert not app.exception
    # The 500 at 10 km come within: 1700 of 1750 = 97.1%.
    assert metric(app, labels.PERSONS_WITHIN) == "97,1%"
    scenario = app.session_state["spreiding"].scenario
    assert [site.id for site in scenario.sites] == ["nieuwe-plek-westdorp"]


def test_a_spot_outside_the_region_is_refused_in_one_sentence(app: AppTest) -> None:
    open_page(app, "scenarios")
    by_label(app.button, labels.COPY).click().run()
    app.session_state["spreiding"] = replace(app.session_state["spreiding"], point=(90_000.0, 0.0))
    app.run()
    assert "buiten de gemeenten van Proefwereld" in words(app)


def test_a_scenario_that_differs_in_housing_only_says_so(app: AppTest) -> None:
    open_page(app, "scenarios")
    by_label(app.selectbox, labels.SCENARIO).set_value("huis").run()
    assert labels.HOUSING_ONLY in words(app)
    assert metric(app, labels.PERSONS_WITHIN) == "68,6%"


def test_a_change_switched_off_no_longer_counts(app: AppTest) -> None:
    open_page(app, "scenarios")
    by_label(app.button, labels.COPY).click().run()
    by_label(app.selectbox, labels.PICK_SITE).set_value("oost").run()
    by_label(app.radio, labels.TYPE).set_value(labels.CLOSED).run()
    switch = next(box for box in app.checkbox if "gesloten" in box.label)
    switch.uncheck().run()
    assert metric(app, labels.PERSONS_WITHIN) == "68,6%"


def test_candidates_are_on_the_map_when_asked(app: AppTest, fake_map: FakeMap) -> None:
    open_page(app, "scenarios")
    assert "midden" not in fake_map.markers
    by_label(app.toggle, labels.SHOW_CANDIDATES).set_value(True).run()
    assert "midden" in fake_map.markers


def test_a_branch_that_serves_too_few_for_its_class_is_listed_and_never_forbidden(app: AppTest) -> None:
    open_page(app, "scenarios")
    # West is groot for 1000 inwoners (assumed: 25,000 or more), oost klein for 750 (3,000 to 12,000).
    assert "Verzorgingsgebied ongewoon voor deze klasse: 2 vestigingen" in [box.label for box in app.expander]
    assert plain("west (Hier): groot, dichtstbij voor 1.000 inwoners; onze aanname is 25.000 of meer.") in words(app)


def test_a_scenario_says_that_it_is_not_kept(app: AppTest) -> None:
    assert labels.KEEP_NOTE in words(open_page(app, "scenarios"))


def test_an_example_of_an_older_version_is_prepared_anew(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> str:
        raise InputError("region_format", folder="x", version=0, expected=1)

    monkeypatch.setattr(workflow, "region_fingerprint", fail)
    open_page(app, "overzicht")
    assert metric(app, labels.PERSONS_WITHIN) == "68,6%"


def test_uitleg_names_the_source_and_price_year_of_the_tariffs(app: AppTest) -> None:
    text = words(open_page(app, "uitleg"))
    assert "Activiteitencatalogus 2025" in text
    assert "prijspeil 2025" in text
    assert "€\u00a095.116" in app.table[0].value.to_string()


def test_a_region_that_cannot_be_opened_is_told_in_one_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise InputError("unknown_region", region="weg", known="voorbeeld-drenthe")

    monkeypatch.setattr(workflow, "open_region", fail)
    app.run()
    assert not app.exception
    # On the page, not only beside it.
    assert "De regio 'weg' is er niet" in app.main.warning[0].value


HOSTILE = "![x](http://example.org/x.png) **vet** :smile:"


@pytest.mark.parametrize("name", PAGES)
def test_names_in_tables_never_become_markup(app: AppTest, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    # `st.table` reads its cells as Markdown: a picture in the name of a gemeente would be fetched.
    region = small_region()
    gemeenten = tuple(area.model_copy(update={"name": f"{HOSTILE} {area.code}"}) for area in region.gemeenten)
    bron = Bron(role="inwoners", file=HOSTILE, description=HOSTILE, sha256="0" * 64, n_rows=1)
    manifest = region.manifest.model_copy(update={"bronnen": (bron, bron)})
    hostile = replace(region, gemeenten=gemeenten, manifest=manifest)
    monkeypatch.setattr(workflow, "open_region", lambda _name: hostile)
    open_page(app, name)
    shown = "\n".join(f"{[*table.value.index]} {table.value.to_numpy().tolist()}" for table in app.table)
    assert HOSTILE not in shown
    assert HOSTILE not in words(app)


def test_what_is_known_of_a_branch_is_told_and_its_notes_are_text(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = small_region()
    west = region.sites[0].model_copy(update={"floor_m2": 1350.0, "notes": {"partners": f"school\n{HOSTILE}"}})
    known = replace(region, sites=(west, *region.sites[1:]))
    monkeypatch.setattr(workflow, "open_region", lambda _name: known)
    open_page(app, "overzicht")
    by_label(app.selectbox, labels.MORE_ABOUT).set_value("west").run()
    line = f"* **Partners**: {plain(f'school {HOSTILE}')}"
    assert line in words(app)
    assert "1\\.350 m²" in words(app)
    app.switch_page("spreiding/ui/pages/scenarios.py").run()
    by_label(app.selectbox, labels.PICK_SITE).set_value("west").run()
    assert line in words(app)


@pytest.mark.parametrize("name", ["overzicht", "scenarios"])
def test_the_area_around_a_branch_is_shown_when_it_is_picked(app: AppTest, fake_map: FakeMap, name: str) -> None:
    def colours() -> list[str]:
        layers = fake_map.shown[-1]["varying"]._children.values()  # noqa: SLF001 - folium has no public way in
        return [layer.style["fillColor"] for layer in layers if getattr(layer, "style", {}).get("pane") == "bereik"]

    open_page(app, name)
    assert by_label(app.selectbox, labels.REACH).value is None
    assert colours() == []
    by_label(app.selectbox, labels.REACH).set_value("oost").run()
    assert not app.exception
    # From far to near, so that the nearest lies on top.
    assert colours() == list(reversed(reach_panel.COLOURS))
    # As in the table: 500 at 10 km, 200 at 20 and 50 at 30; the small world knows no ages.
    assert plain("Dichtstbij voor 750 inwoners: 750 van onbekende leeftijd.") in words(app)
    # 500 live at 10.05 km, 200 at 20.05 and 50 at 29.95, all 50 m from the road: 10.0, 0.1 and 10.0 km from 'oost', and
    # 10.1, 20.1 and 30.0 km from 'west'. That is 7.36 km on average now, 14.09 then.
    told = (
        "Sluit deze vestiging, dan is de dichtstbijzijnde voor 750 inwoners verder weg. Gemiddeld gaan zij van "
        "7,4\u00a0km naar 14,1\u00a0km; wie er het meest op achteruitgaat, moet 20,0\u00a0km verder. Haar inwoners "
        "gaan dan naar west (750)."
    )
    assert plain(told) in words(app)
