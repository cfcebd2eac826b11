"""A gemeente of which the region holds only a part is not blamed for what may lie in the rest."""

from dataclasses import replace

import pytest
from shapely import box

from spreiding.domain import Kernfunctie, Vestigingstype
from spreiding.judging.verdict import Outcome, ReasonKind
from spreiding.norms import AnyNorm, Area, Predicate
from spreiding.region import Region
from spreiding.voorzieningen import School
from tests.judging.worlds import (
    KLEIN,
    aantal,
    all_judged,
    bereik,
    iedere,
    kern,
    kernfuncties,
    make_kern,
    scholen,
    uren,
    why,
    with_schools,
)
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

MET, NOT_MET, UNDECIDED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDECIDED
LARGE = Predicate(minimum_type=Vestigingstype.GROOT)


def world() -> Region:
    """A small branch and 100 people in Hier, which is whole; the same in Daar, of which a tenth lies among the squares.

    Half of each lives 5 km from the branch.
    """
    region = make_region(
        line_roads(30),
        people=[(0, 0, 50), (5000, 0, 50), (10_000, 0, 50), (15_000, 0, 50)],
        sites=[make_site("hier", 0.0, klasse=KLEIN), make_site("daar", 10_000.0, klasse=KLEIN, gemeente=THERE.code)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0, 1, 1],
        kernen=[make_kern("a", 5000.0), make_kern("b", 15_000.0, gemeente=THERE.code)],
    )
    schools = (
        School(id=each.name.lower(), name=each.name, gemeente=each.code, x_m=0, y_m=0, has_dbos=False)
        for each in region.gemeenten
    )
    areas = {HERE.code: box(0, -50, 7500, 50), THERE.code: box(7500, -50, 82_500, 50)}
    return with_schools(replace(region, areas=areas), *schools)


@pytest.mark.parametrize(
    "norm",
    [
        bereik(1000.0, 0.6),
        kernfuncties({1: 1000.0}, 0.6),
        uren(8, share=0.6),
        aantal(2),
        aantal(predicate=Predicate(kernfuncties=frozenset(Kernfunctie)), is_together=True),
        iedere(predicate=LARGE),
        kern(),
        scholen(),
    ],
)
def test_what_falls_short_in_a_part_is_undecided(norm: AnyNorm) -> None:
    here, there = all_judged(world(), norm)
    # The same is asked of both, and both have the same of it.
    assert (here.outcome, why(here)) == (NOT_MET, [])
    assert (there.outcome, why(there)) == (UNDECIDED, [ReasonKind.PARTIAL])
    assert there.reasons[0].names == (THERE.name,)
    assert not there.is_uncertain
    assert (there.value, there.required) == (here.value, here.required)


def test_a_kern_in_a_part_is_not_blamed_either() -> None:
    found = {each.kern: each.outcome for each in all_judged(world(), bereik(1000.0, 0.6, area=Area.KERN))}
    assert found == {"a": NOT_MET, "b": UNDECIDED}


def test_what_is_met_in_a_part_stays_so() -> None:
    # A branch more elsewhere takes none away.
    assert [each.outcome for each in all_judged(world(), aantal(1))] == [MET, MET]


def test_the_whole_region_is_judged_as_it_is() -> None:
    (everywhere,) = all_judged(world(), bereik(1000.0, 0.6, area=Area.REGIO))
    assert everywhere.outcome is NOT_MET
