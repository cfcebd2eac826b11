"""The quality report counts what is there, and every line says what it means."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from spreiding.demand import GemeenteFacts
from spreiding.domain import Modality, Option, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.quality import Quality, measure
from spreiding.region import Bron, Components, Region
from spreiding.scenario import today_plan
from spreiding.ui import kwaliteit, quality_tables
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

KLEIN = Option(type=Vestigingstype.KLEIN)


def world() -> Region:
    """10 km of road; people at the road in Hier and 300 m and 200 m from it in Daar; branches at 0 and 8 km."""
    return make_region(
        line_roads(),
        people=[(1000, 0, 100), (3000, 0, 300), (8000, 300, 40), (9000, 200, 60)],
        sites=[
            make_site("dorp", 0.0, klasse=Vestigingstype.KLEIN, staffed_hours=20),
            make_site("ver", 8000.0, 120.0, is_open=True, gemeente=THERE.code),
            make_site("plek", 5000.0),
        ],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1, 1],
    )


def report(region: Region) -> Quality:
    return measure(region, evaluate(region, today_plan(region.sites), make_uitgangspunten()))


def with_manifest(region: Region, **changes: Any) -> Region:  # noqa: ANN401 - whatever a manifest has
    return replace(region, manifest=region.manifest.model_copy(update=changes))


def finding(quality: Quality, subject: str) -> kwaliteit.Finding:
    return next(line for line in kwaliteit.findings(quality) if line.subject.startswith(subject))


def test_only_squares_further_than_250_m_from_a_road_count_as_far() -> None:
    # 40 people stand 300 m from the road, 60 at 200 m.
    quality = report(world())
    assert (quality.n_far, quality.inwoners_far) == (1, 40)
    (square,) = quality.squares_far
    assert (square.x_m, square.y_m, square.inwoners) == (8000, 300, 40)
    assert square.walk_m == pytest.approx(300)
    assert finding(quality, "Verder dan 250").figure == "40 in 1 vierkant"


def test_estimated_persons_are_a_share_of_all() -> None:
    # 25 + 100 of 500.
    region = world()
    quality = report(replace(region, squares=replace(region.squares, estimated=np.array([25.0, 100.0, 0.0, 0.0]))))
    assert (quality.inwoners, quality.inwoners_estimated, quality.share_estimated) == (500, 125, 0.25)
    assert finding(quality, "Geschat geplaatst").verdict == kwaliteit.NOTICE


def test_missing_squares_of_cbs_hold_at_most_four_persons_each() -> None:
    quality = report(with_manifest(world(), n_missing=7, n_dropped=3, inwoners_unplaced=11.0))
    assert (quality.n_missing, quality.inwoners_missing_max) == (7, 28)
    assert (quality.n_dropped, quality.inwoners_unplaced) == (3, 11)
    assert "0 tot 28" in finding(quality, "Zonder bekend aantal").meaning


def test_missing_rows_of_another_source_have_no_bound() -> None:
    region = with_manifest(world(), n_missing=7)
    quality = report(replace(region, squares=replace(region.squares, size_m=np.full(4, 1000.0))))
    assert quality.inwoners_missing_max is None
    assert "zegt de bron niet" in finding(quality, "Zonder bekend aantal").meaning


def test_branches_far_from_a_road_come_first_and_are_marked() -> None:
    quality = report(world())
    assert [branch.id for branch in quality.branches] == ["ver", "dorp"]
    assert quality.branches[0].walk_m[Modality.FIETS] == pytest.approx(120)
    assert [branch.is_far for branch in quality.branches] == [True, False]
    assert quality.n_branches_far == 1


def test_unknown_classes_and_hours_are_those_of_open_branches_only() -> None:
    quality = report(world())
    # 'ver' has neither class nor hours; 'plek' is a candidate.
    assert (quality.n_unknown_type, quality.n_unknown_hours, quality.n_candidates) == (1, 1, 1)


def test_the_distance_per_gemeente_stands_beside_that_of_the_source() -> None:
    # Hier: 100 people at 1 km and 300 at 3 km: 2.5 km. CBS says 1.9: 0.6 more is a large difference.
    # Daar: 40 at 300 + 120 m, 60 at 200 + 1000 + 120 m: (40·420 + 60·1320) / 100 = 960 m. CBS says 0.5: 0.46 more.
    facts = (
        GemeenteFacts(gemeente=HERE.code, bron="CBS", inwoners=410, library_km=1.9),
        GemeenteFacts(gemeente=THERE.code, bron="CBS", library_km=0.5),
    )
    quality = report(replace(world(), facts=facts))
    there, here = quality.gemeenten
    assert [here.distance_km, here.difference_km] == pytest.approx([2.5, 0.6])
    assert [there.distance_km, there.difference_km] == pytest.approx([0.96, 0.46])
    assert (here.is_large, there.is_large) == (True, False)
    assert (quality.n_compared, quality.n_large) == (2, 1)
    assert (here.inwoners, here.inwoners_source, there.inwoners_source) == (400, 410, None)
    assert finding(quality, "Afstand naast").figure == "1 van 2"


def test_without_facts_nothing_is_compared_and_the_report_says_how_to_get_them() -> None:
    quality = report(world())
    assert quality.n_compared == 0
    assert all(row.difference_km is None for row in quality.gemeenten)
    assert "--totalen" in finding(quality, "Afstand naast").advice


def test_age_groups_are_estimated_or_unknown_as_a_share_of_the_inhabitants() -> None:
    # Of 500: the 300 are estimated (60%), the 40 have no groups at all (8%).
    region = world()
    groups = np.outer(region.squares.inwoners, np.full(5, 0.2))
    groups[2, 3] = np.nan
    estimated = np.array([False, True, True, False])
    squares = replace(region.squares, groups=groups, is_groups_estimated=estimated)
    quality = report(replace(region, squares=squares))
    assert quality.share_groups_estimated == pytest.approx(0.6)
    assert quality.share_groups_unknown == pytest.approx(0.08)


def test_people_outside_every_gemeente_are_counted() -> None:
    region = world()
    squares = replace(region.squares, gemeente=np.array([0, 0, 1, -1], dtype=np.int32))
    assert report(replace(region, squares=squares)).inwoners_outside == 60


def test_small_pieces_of_road_are_told_with_who_lives_there() -> None:
    loose = {Modality.AUTO: Components(n_components=5, n_small=4, n_small_nodes=9, inwoners_small=30)}
    quality = report(with_manifest(world(), components=loose))
    line = finding(quality, "Losse stukken")
    assert line.figure == "4"
    # 30 of 500 is more than one in a hundred.
    assert line.verdict == kwaliteit.NOTICE
    table = quality_tables.network_rows(quality)
    assert table.loc["met de auto", quality_tables.PIECES_INWONERS] == "30"
    assert table.loc["te voet", quality_tables.PIECES] == "–"


def test_parts_of_the_roads_without_a_site_are_told_with_who_was_led_past_them() -> None:
    island = {Modality.AUTO: Components(n_components=2, n_unserved=1, inwoners_unserved=3)}
    quality = report(with_manifest(world(), components=island))
    line = finding(quality, "Delen van het autonet")
    assert (line.figure, line.verdict) == ("1", kwaliteit.NOTICE)
    assert "3 inwoners" in line.meaning
    table = quality_tables.network_rows(quality)
    assert table.loc["met de auto", quality_tables.UNSERVED_INWONERS] == "3"


BRON = {"role": "inwoners", "file": "a.gpkg", "sha256": "0" * 64, "n_rows": 4}


@pytest.mark.parametrize(
    ("bronnen", "expected"),
    [((BRON,), kwaliteit.NOTICE), ((BRON, BRON | {"role": "aanvulling"}), kwaliteit.IN_ORDER)],
)
def test_squares_of_100_m_alone_ask_for_those_of_500_m(bronnen: tuple[Mapping[str, Any], ...], expected: str) -> None:
    region = with_manifest(world(), bronnen=tuple(Bron.model_validate(bron) for bron in bronnen))
    assert finding(report(region), "Geschat geplaatst").verdict == expected


def test_the_report_survives_json_with_dutch_names() -> None:
    quality = report(world())
    assert Quality.model_validate_json(quality.model_dump_json(by_alias=True)) == quality
    assert quality.model_dump(by_alias=True)["n_ver_van_weg"] == 1


def test_every_finding_says_what_it_means_and_what_to_do_when_it_is_not_in_order() -> None:
    lines = kwaliteit.findings(report(world()))
    assert len({line.subject for line in lines}) == len(lines)
    for line in lines:
        assert line.meaning.endswith(".")
        assert line.verdict == (kwaliteit.NOTICE if line.advice else kwaliteit.IN_ORDER)
        assert not line.advice or line.advice.endswith((".", "?"))


def test_the_tables_hold_a_row_for_every_gemeente_branch_and_far_square() -> None:
    quality = report(world())
    assert list(quality_tables.distance_rows(quality).index) == ["Daar", "Hier"]
    assert list(quality_tables.branch_rows(quality).index) == ["ver", "dorp"]
    assert list(quality_tables.far_rows(quality).index) == ["E0002N0000"]
    notable, orderly = quality_tables.notable_rows(quality), quality_tables.orderly_rows(quality)
    assert {*notable.index, *orderly.index} == {line.subject for line in kwaliteit.findings(quality)}
    assert not {*notable.index} & {*orderly.index}
    assert "1 van 2" in kwaliteit.report_text(quality)


def values(table: Any) -> pd.DataFrame:  # noqa: ANN401 - a table with formats, whose values have no public type
    """Return what a table holds, as it sorts."""
    frame: pd.DataFrame = table.data
    return frame


def test_a_far_square_can_be_looked_at_on_a_map() -> None:
    # x = 250 m east of 0 and y = 50 m in EPSG:28992: the south-west of France, by RDNAPTRANS some 3.3° E, 47.97° N.
    link = values(quality_tables.far_rows(report(world())))[quality_tables.ON_THE_MAP].iloc[0]
    latitude, longitude = (float(part) for part in link.rsplit("/", 2)[1:])
    assert 47 < latitude < 49
    assert 2 < longitude < 4


def test_tables_sort_by_number_and_not_by_how_it_is_written() -> None:
    quality = report(world())
    for frame in (values(quality_tables.branch_rows(quality)), values(quality_tables.far_rows(quality))):
        assert all(frame[name].dtype.kind == "f" for name in frame.columns if name.startswith("Tot de"))


def test_where_people_live_inside_a_large_square_is_called_an_assumption() -> None:
    region = world()
    large = replace(region.squares, size_m=np.full_like(region.squares.size_m, 1000.0))
    assert kwaliteit.SPREAD in finding(report(replace(region, squares=large)), "Inwoners").meaning
    assert kwaliteit.SPREAD not in finding(report(region), "Inwoners").meaning


def test_ages_that_a_source_does_not_give_are_not_called_estimated() -> None:
    region = world()
    without = replace(region.squares, groups=np.full_like(region.squares.groups, np.nan))
    assert finding(report(replace(region, squares=without)), "Leeftijd").figure == "onbekend"


def test_the_example_never_claims_that_places_are_known() -> None:
    example = kwaliteit.headlines(report(with_manifest(world(), is_example=True)))
    assert example[1][2] == kwaliteit.EXAMPLE_NOTE


def test_a_region_without_branches_or_gemeenten_has_a_report_too() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[], gemeenten=(), square_gemeente=[-1])
    quality = report(region)
    assert (quality.branches, quality.gemeenten, quality.inwoners_outside) == ((), (), 10)
    assert not len(quality_tables.distance_rows(quality).index)
    assert kwaliteit.headlines(quality)[3][1] == kwaliteit.NO_COMPARISON
