"""Who gains and who loses, and who uses whom, on the screen and in the tables behind it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.io.formats.style import Styler
from streamlit.testing.v1 import AppTest

from spreiding import review, workflow
from spreiding.compare import compare
from spreiding.demand import Kern
from spreiding.domain import Modality, Option, Plan
from spreiding.evaluation import evaluate
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel_groups import TravelGroup
from spreiding.ui import labels, usage_tables, winner_tables
from spreiding.usage import Usage
from spreiding.winners import Balances, find_winners, hardest_hit
from tests.judging.random_worlds import CARS_ONLY
from tests.ui.conftest import KLEIN, small_region
from tests.ui.test_pages import by_label, open_page, words
from tests.worlds import HERE, THERE, line_roads, make_region, make_roads, make_site, make_uitgangspunten

UITGANGSPUNTEN = make_uitgangspunten()


def with_ages(region: Region, *ages: list[float]) -> Region:
    return replace(region, squares=replace(region.squares, groups=np.array(ages)))


def with_kernen() -> Region:
    """The small region with a kern of the same name in each gemeente, and ages of all but the last square."""
    kernen = (
        Kern(id="dorp-hier", name="Dorp", gemeente=HERE.code, x_m=10_050, y_m=50, inwoners=500),
        Kern(id="dorp-daar", name="Dorp", gemeente=THERE.code, x_m=20_050, y_m=50, inwoners=200),
    )
    region = small_region()
    squares = replace(region.squares, kern=np.array([-1, 0, 1, -1], dtype=np.int32))
    ages = [[200.0, 200, 200, 200, 200], [100.0, 100, 100, 100, 100], [40.0, 40, 40, 40, 40], [np.nan] * 5]
    return with_ages(replace(region, kernen=kernen, squares=squares), *ages)


def show(app: AppTest, monkeypatch: pytest.MonkeyPatch, region: Region) -> AppTest:
    """Open the page Scenario's on `region` and close oost."""
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    open_page(app, "scenarios")
    return close_oost(app)


def close_oost(app: AppTest) -> AppTest:
    by_label(app.button, labels.COPY).click().run()
    by_label(app.selectbox, labels.PICK_SITE).set_value("oost").run()
    by_label(app.radio, labels.TYPE).set_value(labels.CLOSED).run()
    assert not app.exception
    return app


def winners(region: Region, after: Plan) -> Balances:
    before = evaluate(region, today_plan(region.sites), UITGANGSPUNTEN)
    return find_winners(region, before, evaluate(region, after, UITGANGSPUNTEN))


def written(table: Styler | None) -> str:
    assert table is not None
    return table.to_html()


# --- page Scenario's ---


def test_closing_a_branch_shows_who_loses_how_much(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    # oost closes: 500 people from 9,950 to 10,050 m along the road, 200 and 50 people 20 km further.
    show(app, monkeypatch, with_kernen())
    per_gemeente, per_group, hardest = (table.value for table in app.table)
    assert list(per_gemeente.index) == ["Daar", "Hier", labels.WHOLE_REGION]
    assert per_gemeente[labels.FURTHER_PERSONS].tolist() == [250, 500, 750]
    assert per_gemeente[winner_tables.MEAN_LOSS].tolist() == pytest.approx([20_000, 100, 5_050_000 / 750])
    assert per_gemeente[winner_tables.NET].tolist() == pytest.approx([-5_000_000, -50_000, -5_050_000])
    # Nobody gets or loses a route.
    assert winner_tables.ROUTE_LOST not in per_gemeente
    # Of every age 100 and 40 people; children cycle, along the same road.
    assert per_group[labels.FURTHER_PERSONS].iloc[0] == 140
    assert winner_tables.AGES_PARTLY_UNKNOWN.format(persons="50") in words(app)
    assert "75 jaar en ouder: eigen schatting (landelijke bevolking 2024): 44% van 65-plus" in words(app).replace(
        "\\", ""
    )
    # Daar loses 20 km a head, Hier 100 m.
    assert hardest[labels.GEMEENTE].tolist() == ["Daar", "Hier"]
    assert hardest[winner_tables.BRANCH_NOW].tolist() == ["oost", "oost"]
    assert hardest[winner_tables.BRANCH_THEN].tolist() == ["west", "west"]
    per_kern = next(found.value for found in app.dataframe if winner_tables.NET in found.value)
    # Most lost first: 200 people · 20 km in Daar, 500 · 0.1 km in Hier; the buitengebied last.
    assert list(per_kern.index) == ["Dorp", "Dorp", labels.BUITENGEBIED]
    assert per_kern[labels.GEMEENTE].tolist() == ["Daar", "Hier", labels.NOTHING]
    assert per_kern[winner_tables.NET].tolist() == pytest.approx([-4_000_000, -50_000, -1_000_000])


def test_a_chosen_gemeente_narrows_kernen_and_groups(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    show(app, monkeypatch, with_kernen())
    by_label(app.sidebar.selectbox, labels.GEMEENTE).set_value(HERE.code).run()
    _, per_group, hardest = (table.value for table in app.table)
    assert hardest[labels.GEMEENTE].tolist() == ["Hier"]
    assert per_group[labels.FURTHER_PERSONS].iloc[0] == 100


def test_the_groups_are_those_of_the_norms_of_the_user(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of the 500 and 200 people who lose, a quarter has no car; who is 75 drives.
    own = (
        TravelGroup(name="zonder auto", modality=Modality.FIETS, share=0.25),
        TravelGroup(name="75 jaar en ouder", age_group="65_plus", modality=Modality.AUTO, share=0.5),
    )
    show(app, monkeypatch, with_kernen())
    before = next(found.value for found in app.table if found.value.index.name == winner_tables.GROUP)
    state = app.session_state["spreiding"]
    kader = review.preset_normen().model_copy(update={"own_groups": own})
    app.session_state["spreiding"] = replace(state, testing=replace(state.testing, kader=kader))
    app.run()
    assert not app.exception
    after = next(found.value for found in app.table if found.value.index.name == winner_tables.GROUP)
    assert "zonder auto" not in before.index
    # 0.25 · 750, and half instead of 0.44 of the 140 of 65 and older.
    assert after.loc["zonder auto", labels.FURTHER_PERSONS] == pytest.approx(187.5)
    assert after.loc["75 jaar en ouder", labels.FURTHER_PERSONS] == pytest.approx(70)


def test_a_group_that_travels_where_there_are_no_roads_for_it_is_left_out(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = with_kernen()
    no_roads = make_region(
        make_roads([(0, 0), (1000, 0)], [(0, 1)], access=CARS_ONLY), people=[(0, 0, 1)], sites=[]
    ).networks[Modality.FIETS]
    show(app, monkeypatch, replace(region, networks={**region.networks, Modality.FIETS: no_roads}))
    groups = next(found.value for found in app.table if found.value.index.name == winner_tables.GROUP)
    # Children cycle.
    assert "kinderen" not in groups.index
    assert "45 tot 65 jaar" in groups.index


def test_without_ages_the_screen_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    show(app, monkeypatch, small_region())
    assert winner_tables.AGES_UNKNOWN in words(app)


def test_without_kernen_the_screen_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    show(
        app,
        monkeypatch,
        replace(small_region(), kernen=(), squares=replace(small_region().squares, kern=np.full(4, -1))),
    )
    assert words(app).count(winner_tables.NO_KERNEN) == 2


def test_a_plan_that_changes_nothing_hits_nobody(app: AppTest) -> None:
    text = words(open_page(app, "scenarios"))
    assert winner_tables.NO_KERN_CHANGES in text
    assert winner_tables.NOT_HIT in text


def test_losing_the_only_route_is_told_apart(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    show(app, monkeypatch, with_kernen())
    by_label(app.selectbox, labels.PICK_SITE).set_value("west").run()
    by_label(app.radio, labels.TYPE).set_value(labels.CLOSED).run()
    assert not app.exception
    # No branch is left for anybody.
    assert app.table[0].value[winner_tables.ROUTE_LOST].tolist() == [250, 1500, 1750]
    assert app.table[0].value[labels.FURTHER_PERSONS].tolist() == [0, 0, 0]
    assert winner_tables.ABOUT_ROUTES in words(app)
    # The figure above the map is that of the table, and the routes stand apart there too.
    tile = by_label(app.metric, labels.WINNERS)
    assert (tile.value, tile.delta) == ("0", labels.LOSERS.format(persons="0"))
    assert labels.WINNERS_ROUTES.format(gained="0", lost="1.750") in words(app).replace("\\", "")


# --- tables of winners and losers ---


def test_distances_and_sums_are_written_the_dutch_way_and_none_as_a_dash() -> None:
    # West moves to 2 km: 7000 people at 0 km lose 2 km each, 5 at 2 km gain as much.
    region = make_region(
        line_roads(),
        people=[(0, 0, 7000), (2000, 0, 5)],
        sites=[make_site("west", 0.0, klasse=KLEIN), make_site("midden", 2000.0)],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 1],
    )
    before = evaluate(region, today_plan(region.sites), UITGANGSPUNTEN)
    after = evaluate(region, Plan.of({"midden": Option(type=KLEIN)}), UITGANGSPUNTEN)
    comparison = compare(region, before, after, uitgangspunten=UITGANGSPUNTEN)
    table = winner_tables.gemeente_rows(region, comparison, find_winners(region, before, after))
    shown = written(table)
    assert "-14.000\u00a0km" in shown
    assert "+10\u00a0km" in shown
    assert "2,0\u00a0km" in shown
    assert f">{labels.NOTHING}<" in shown
    assert "-0" not in shown


def test_a_group_of_unknown_ages_beside_one_of_everybody_has_unknown_figures() -> None:
    region = small_region()
    everybody = TravelGroup(name="iedereen", age_group=None, modality=Modality.AUTO)
    children = TravelGroup(name="kinderen", age_group="0_15", modality=Modality.FIETS)
    today = evaluate(region, today_plan(region.sites), UITGANGSPUNTEN)
    found = find_winners(region, today, today, groups=(everybody, children))
    shown = written(winner_tables.group_rows(winner_tables.groups_of(region, found, None)))
    assert "1.750" in shown
    assert "onbekend" in shown


def test_a_kern_without_a_route_left_shows_no_branch_and_no_distance() -> None:
    region = with_kernen()
    found = winners(region, Plan.of({}))
    shown = written(winner_tables.hardest_rows(region, hardest_hit(found)))
    assert labels.NO_ROUTE in shown
    assert winner_tables.ROUTE_LOST in shown
    assert "nan" not in shown


# --- who uses whom ---


def frame(table: Styler | None) -> pd.DataFrame:
    assert table is not None
    data: pd.DataFrame = vars(table)["data"]
    return data


def usage(*persons: list[float]) -> Usage:
    return Usage(np.array(persons, dtype=float))


def test_overzicht_shows_who_goes_to_another_gemeente(app: AppTest) -> None:
    # The 500 of Hier at 10,050 m are nearer to oost, in Daar.
    open_page(app, "overzicht")
    own = app.table[1].value
    assert own[usage_tables.OWN].tolist() == pytest.approx([1, 1000 / 1500])
    assert own[usage_tables.FROM_ELSEWHERE].tolist() == [500, 0]
    pairs = next(found.value for found in app.dataframe if usage_tables.GOES_TO in found.value)
    assert pairs.to_numpy().tolist() == [["Hier", "Daar", 500, pytest.approx(1 / 3)]]


def test_overzicht_says_when_nobody_crosses_a_border(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    region = small_region()
    squares = replace(region.squares, gemeente=np.array([0, 1, 1, 1], dtype=np.int32))
    monkeypatch.setattr(workflow, "open_region", lambda _name: replace(region, squares=squares))
    assert usage_tables.NO_PAIRS in words(open_page(app, "overzicht"))


def test_pairs_come_most_persons_first_and_of_a_gemeente_both_ways() -> None:
    region = small_region()
    found = usage([10, 20, 0.2, 0], [50, 100, 30, 7], [0, 5, 0, 0])
    everything = frame(usage_tables.pair_rows(region, found, None))
    # Not the 0.2 persons from Hier to outside: less than half a person is a rounding.
    assert everything[labels.INWONERS].tolist() == [50, 30, 20, 5]
    assert everything[usage_tables.LIVES_IN].tolist() == ["Daar", "Daar", "Hier", usage_tables.OUTSIDE]
    of_here = frame(usage_tables.pair_rows(region, found, HERE.code))
    assert of_here[labels.INWONERS].tolist() == [50, 20]


def test_who_has_no_route_has_a_column_and_who_lives_in_no_gemeente_a_row() -> None:
    region = small_region()
    # Daar: 187 people, 100 in their own gemeente, 80 elsewhere, 7 without a route.
    table = frame(usage_tables.own_rows(region, usage([10, 20, 0, 0], [50, 100, 30, 7], [0, 5, 0, 0])))
    assert table[usage_tables.OWN].tolist()[:2] == pytest.approx([100 / 187, 10 / 30])
    assert table[usage_tables.ELSEWHERE].tolist() == pytest.approx([80 / 187, 20 / 30, 1])
    assert table[labels.NO_ROUTE].tolist() == [7, 0, 0]
    assert len(table.index) == 3
    within = usage([10, 20, 0, 0], [50, 100, 0, 0], [0, 0, 0, 0])
    assert list(frame(usage_tables.own_rows(region, within)).index) == ["Daar", "Hier"]
