"""Programs of tiny worlds, derived by hand: who is in which row, what counts beforehand, what a rule asks.

One straight road with a node per kilometre, a kilometre a minute by car.
"""

import pickle
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from spreiding.domain import Kernfunctie, Option, Plan, Vestigingstype, Voorzieningsvorm
from spreiding.errors import QuestionError
from spreiding.norms import AnyNorm, Area, Confirmations, OwnWay, Predicate
from spreiding.optimise.framing.about import About
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.program import Aim, Cover, Family, Rows
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question
from spreiding.optimise.result import RemarkKind, RuleName
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.ui.teksten import sentence
from spreiding.uitgangspunten import Uitgangspunten
from tests.judging.worlds import (
    ASSUMPTIONS,
    aantal,
    bereik,
    iedere,
    kern,
    kernfuncties,
    make_kern,
    make_voorziening,
    scholen,
    uren,
    with_ages,
    with_voorzieningen,
)
from tests.optimise.worlds import cost, coverage, distance, make_transitions, rows_of
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
ALL = Confirmations(is_all=True)
ONLY_SERVICEPUNT: dict[str, Any] = {"allowed_types": (SERVICEPUNT,)}
# 100 people at 0 km, 30 at 4 km, 20 at 8 km, 50 at 12 km.
PEOPLE = [(0, 0, 100), (4000, 0, 30), (8000, 0, 20), (12_000, 0, 50)]


def four(*branches: Site, **fields: Any) -> Region:  # noqa: ANN401 - whatever a region has
    """Candidates for a servicepunt k0 … k3 with everybody's homes; `branches` come first."""
    candidates = [make_site(f"k{x // 4000}", x, **ONLY_SERVICEPUNT) for x in (0, 4000, 8000, 12_000)]
    return make_region(line_roads(12), people=PEOPLE, sites=[*branches, *candidates], **fields)


def problem_of(region: Region, question: Question, *, using: Uitgangspunten = ASSUMPTIONS) -> Problem:
    return build_problem(region, using, question)


def asking(*norms: AnyNorm, price: float | None = None, **fields: Any) -> Question:  # noqa: ANN401 - any field
    asked = tuple(AskedNorm(norm=norm, price=price) for norm in norms)
    return coverage(1_000_000, norms=asked, **{"keep_largest": False, "confirmations": ALL, **fields})


def people_in(problem: Problem, cover: Cover) -> dict[tuple[str, ...], float]:
    """Persons by the options (as 'site class') that bring them in."""
    facilities = rows_of(problem.program.facilities)

    def word(column: int) -> str:
        site, option = problem.options[column]
        return f"{site} {option.type}"

    found = {}
    for row, numbers in enumerate(rows_of(cover.facilities)):
        options = tuple(sorted(word(column) for number in numbers for column in facilities[number]))
        assert options not in found
        found[options] = float(cover.weights[row])
    return found


def rule(problem: Problem, family: Family) -> Rows:
    (rows,) = (each for each in problem.program.rows if each.family is family)
    return rows


def options_in(problem: Problem, rows: Rows, row: int = 0) -> list[str]:
    return [f"{problem.options[column][0]} {problem.options[column][1].type}" for column in rows_of(rows.columns)[row]]


def served_by(*names: str) -> tuple[str, ...]:
    return tuple(sorted(f"{name} servicepunt" for name in names))


# --- the headline norm, and people within reach ---


def test_people_with_the_same_sites_within_reach_are_one_row() -> None:
    # Norm 5 km: 0 km reaches k0 and k1; 4 km k0, k1 and k2; 8 km k1, k2 and k3; 12 km k2 and k3.
    region = make_region(
        line_roads(12),
        people=[*PEOPLE, (500, 0, 7)],
        sites=[make_site(f"k{k}", 4000 * k, **ONLY_SERVICEPUNT) for k in range(4)],
    )
    problem = problem_of(region, coverage(1))
    (cover,) = problem.program.covers
    # From 500 m it is 3.5 km to k1, within the norm, and 7.5 km to k2.
    assert people_in(problem, cover) == {
        served_by("k0", "k1"): 107,
        served_by("k0", "k1", "k2"): 30,
        served_by("k1", "k2", "k3"): 20,
        served_by("k2", "k3"): 50,
    }
    assert (cover.always.tolist(), cover.required.tolist(), problem.inwoners) == ([0], [0], 207)
    assert (problem.program.counted, problem.program.priced) == (0, None)


def test_who_is_near_what_stands_counts_beforehand_and_who_is_near_nothing_is_in_no_row() -> None:
    # Daar's groot at 0 km stands: the 100 and 30 are within 5 km of it. k2 may open; from 20 km nothing is near.
    sites = [make_site("b0", 0, klasse=GROOT, gemeente=THERE.code), make_site("k2", 8000, **ONLY_SERVICEPUNT)]
    region = make_region(line_roads(20), people=[*PEOPLE, (20_000, 0, 9)], sites=sites, gemeenten=(HERE, THERE))
    problem = problem_of(region, coverage(1, free=[HERE.code]))
    (cover,) = problem.program.covers
    assert people_in(problem, cover) == {served_by("k2"): 70}
    assert cover.always.tolist() == [130]
    assert problem.stays == (("b0", Option(type=GROOT)),)
    (beyond,) = (remark for remark in problem.remarks if remark.kind is RemarkKind.BEYOND_REACH)
    assert beyond.data == {"inwoners": 9}


def test_only_people_of_the_free_gemeenten_count_wherever_they_go() -> None:
    region = four(gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1])
    problem = problem_of(region, cost(0.5, free=[HERE.code]))
    (cover,) = problem.program.covers
    assert people_in(problem, cover) == {served_by("k0", "k1"): 100, served_by("k0", "k1", "k2"): 30}
    assert (problem.inwoners, cover.required.tolist()) == (130, [65])


def test_a_norm_on_reach_asks_its_share_of_every_area() -> None:
    region = four(gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1])
    problem = problem_of(region, asking(bereik(4000, share=0.9)))
    _, cover = problem.program.covers
    assert [About.read(label) for label in cover.labels] == [
        About(None, 0, gemeente=HERE.code),
        About(None, 0, gemeente=THERE.code),
    ]
    # 90 % of 130 and of 70.
    assert cover.required == pytest.approx([117, 63])
    assert sorted(zip(cover.area.tolist(), cover.weights.tolist(), strict=True)) == [
        (0, 30),
        (0, 100),
        (1, 20),
        (1, 50),
    ]
    assert np.isinf(cover.price).all()


def test_a_price_is_in_the_unit_of_the_goal() -> None:
    norm = bereik(4000, area=Area.REGIO)
    region = four()

    def price(question: Question) -> tuple[float, Aim | None]:
        program = problem_of(region, question).program
        return float(program.covers[1].price[0]), program.priced

    asked = (AskedNorm(norm=norm, price=3.0),)
    assert price(coverage(1, norms=asked)) == (3, Aim.PERSONS)
    # € 3 per year is 300 cents.
    assert price(cost(0.1, norms=asked)) == (300, Aim.CENTS)
    # As if somebody goes 3 m further to each of five kernfuncties, which weigh 1 together, or twice that.
    metres, aim = price(distance(1, norms=asked))
    assert (round(metres, 9), aim) == (3, Aim.DISTANCE)
    twice = {"functions": dict.fromkeys(Kernfunctie, 0.4)}
    assert round(price(distance(1, norms=asked, weighing=twice))[0], 9) == 6


def test_the_own_branches_alone_count_when_the_norm_says_so() -> None:
    # Daar lives at 8 and 12 km. Its own candidate stands at 12 km; at 8 km Hier's does.
    sites = [
        make_site("mine", 8000, **ONLY_SERVICEPUNT),
        make_site("theirs", 12_000, gemeente=THERE.code, **ONLY_SERVICEPUNT),
    ]
    region = make_region(
        line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1]
    )
    norms = [bereik(4000, counts_neighbours=True), bereik(4000, counts_neighbours=False)]
    problem = problem_of(region, asking(*norms))
    _, all_, own = problem.program.covers
    assert people_in(problem, all_) == {served_by("mine"): 30, served_by("mine", "theirs"): 70}
    assert people_in(problem, own) == {served_by("mine"): 30, served_by("theirs"): 70}


def test_minutes_count_what_is_exactly_at_the_limit() -> None:
    problem = problem_of(four(), asking(bereik(None, max_minutes=4.0, area=Area.REGIO)))
    people = people_in(problem, problem.program.covers[1])
    assert people[served_by("k0", "k1")] == 100


def test_only_options_that_satisfy_the_predicate_serve() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("a", 0)])
    problem = problem_of(region, asking(bereik(1000, predicate=Predicate(minimum_type=KLEIN))))
    headline, norm = problem.program.covers
    assert people_in(problem, headline) == {("a klein", "a servicepunt"): 10}
    assert people_in(problem, norm) == {("a klein",): 10}


def test_groups_travel_in_their_own_way_and_unknown_ages_are_nobody() -> None:
    # Children cycle, who is 75 or older walks, the others drive: all over the same road.
    region = with_ages(four(), [[10, 0, 0, 0, 0], [np.nan] * 5, [0, 0, 0, 0, 20], [5, 5, 5, 5, 30]])
    problem = problem_of(region, asking(bereik(4000, groups=("kinderen",), modality=OwnWay.OWN, area=Area.REGIO)))
    cover = problem.program.covers[1]
    assert people_in(problem, cover) == {served_by("k0", "k1"): 10, served_by("k2", "k3"): 5}
    assert cover.required.tolist() == [7.5]


def test_every_kernfunctie_has_a_cover_and_provision_beside_branches_counts_beforehand() -> None:
    # A bibliobus at 12 km offers function 3 to who lives within 1 km; servicepunten offer 1 and 3, not 5.
    region = with_voorzieningen(
        four(),
        make_voorziening(Voorzieningsvorm.BIBLIOBUS, 12_000, reach_m=1000.0, kernfuncties=frozenset({Kernfunctie(3)})),
    )
    norm = kernfuncties({1: 4000, 3: 4000, 5: 4000}, area=Area.REGIO, forms=frozenset({Voorzieningsvorm.BIBLIOBUS}))
    problem = problem_of(region, asking(norm))
    _, one, three, five = problem.program.covers
    assert [About.read(cover.labels[0]).kernfunctie for cover in (one, three, five)] == [1, 3, 5]
    assert (one.always.tolist(), three.always.tolist(), five.always.tolist()) == ([0], [50], [0])
    assert five.weights.size == 0
    assert sum(people_in(problem, three).values()) == 150


def test_hours_add_up_over_the_branches_and_what_stands_is_taken_off() -> None:
    # A servicepunt has 8 hours a week, klein 16. The norm: 20 hours within 4 km. At 0 km Daar's klein stands: 16.
    sites = [
        make_site("b0", 0, klasse=KLEIN, gemeente=THERE.code),
        make_site("k1", 4000, allowed_types=(KLEIN, SERVICEPUNT)),
        make_site("k2", 8000, allowed_types=(KLEIN, SERVICEPUNT)),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    problem = problem_of(region, asking(uren(20, 4000, area=Area.REGIO), free=[HERE.code]))
    cover = problem.program.covers[1]
    assert cover.amount is not None
    amounts = [np.round(part, 6).tolist() for part in np.split(cover.amount, cover.facilities.indptr[1:-1])]
    rows = dict(zip(cover.weights.tolist(), amounts, strict=True))
    # At 0 km 4 more are wanted: k1's 16 is four times that, its 8 twice. At 4 km too, of k1 and k2. From 8 km k1 and k2
    # are near and b0 is not: 16 of 20 and 8 of 20 each. From 12 km only k2 is.
    assert {weight: sorted(part) for weight, part in rows.items()} == {
        100: [2, 4],
        30: [2, 2, 4, 4],
        20: [0.4, 0.4, 0.8, 0.8],
        50: [0.4, 0.8],
    }


# --- numbers of branches, kernen ---


def test_a_number_of_branches_is_asked_of_every_free_gemeente_less_what_stands() -> None:
    sites = [
        make_site("unknown", 0, is_open=True),
        make_site("a", 4000, **ONLY_SERVICEPUNT),
        make_site("b", 8000, gemeente=THERE.code, **ONLY_SERVICEPUNT),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    problem = problem_of(region, asking(aantal(2)))
    rows = rule(problem, Family.NUMBER)
    assert [About.read(label).gemeente for label in rows.labels] == [HERE.code, THERE.code]
    # In Hier a branch of unknown class stands and counts; in Daar two are asked while there is one place.
    assert rows.lower.tolist() == [1, 2]
    assert [options_in(problem, rows, row) for row in (0, 1)] == [["a servicepunt"], ["b servicepunt"]]
    # Done already: no row.
    assert not problem_of(region, asking(aantal(1), free=[HERE.code])).program.rows[1:]


def test_functions_together_are_a_row_each() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("a", 0)])
    wanted = Predicate(kernfuncties=frozenset({Kernfunctie(3), Kernfunctie(2)}))
    problem = problem_of(region, asking(aantal(predicate=wanted, is_together=True)))
    rows = rule(problem, Family.TOGETHER)
    assert [About.read(label).kernfunctie for label in rows.labels] == [2, 3]
    assert options_in(problem, rows, 0) == ["a klein"]
    assert options_in(problem, rows, 1) == ["a servicepunt", "a klein"]


@pytest.mark.parametrize(("price", "told"), [(None, np.inf), (7.0, 7.0)])
def test_a_branch_that_may_not_be_is_one_short_each(price: float | None, told: float) -> None:
    # At 0 km a groot of unknown functions and cost stands: no tariff where it lies. Every branch has to offer 5.
    sites = [make_site("b0", 0, klasse=SERVICEPUNT, gemeente="GM0009"), make_site("a", 4000)]
    elsewhere = HERE.model_copy(update={"code": "GM0009"})
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=sites, gemeenten=(HERE, elsewhere))
    norm = iedere(predicate=Predicate(kernfuncties=frozenset({Kernfunctie(5)})))
    problem = problem_of(region, asking(norm, price=price))
    rows = rule(problem, Family.NUMBER)
    assert [About.read(label).gemeente for label in rows.labels] == [HERE.code, "GM0009"]
    assert options_in(problem, rows, 0) == ["a servicepunt"]
    assert (rows.value.tolist(), rows.lower.tolist(), rows.price.tolist()) == ([-1], [0, 1], [told, told])


def kernen_region(*sites: Site) -> Region:
    """Kernen of 1,000 at 0 km and of 6,000 at 8 km, with 100 and 20 people in their squares."""
    kernen = [make_kern("west", 0), make_kern("oost", 8000, inwoners=6000)]
    return make_region(line_roads(12), people=PEOPLE, sites=sites, kernen=kernen)


def test_every_confirmed_kern_of_some_size_needs_a_branch_of_its_own() -> None:
    sites = [make_site("a", 0, **ONLY_SERVICEPUNT), make_site("b", 8000), make_site("c", 4000, **ONLY_SERVICEPUNT)]
    norms = [kern(min_inwoners=5000, predicate=Predicate(minimum_type=KLEIN)), kern(max_inwoners=5000)]
    problem = problem_of(kernen_region(*sites), asking(*norms))
    rows = rule(problem, Family.KERN)
    assert [About.read(label) for label in rows.labels] == [
        About(None, 0, gemeente=HERE.code, kern="oost"),
        About(None, 1, gemeente=HERE.code, kern="west"),
    ]
    assert [options_in(problem, rows, row) for row in (0, 1)] == [["b klein"], ["a servicepunt"]]
    unconfirmed = problem_of(
        kernen_region(*sites), asking(*norms, confirmations=Confirmations(kernen=frozenset({"west"})))
    )
    assert [About.read(label).kern for label in rule(unconfirmed, Family.KERN).labels] == ["west"]
    assert [remark.data["n_kernen"] for remark in unconfirmed.remarks if remark.kind is RemarkKind.KERNEN_OPEN] == [
        1,
        1,
    ]


def test_a_kern_that_lives_too_far_gets_a_row_as_strong_as_is_cheap() -> None:
    # West lives 4 km from c and 8 km from b. Further than 5 km on average it needs something of its own.
    sites = [make_site("a", 0, **ONLY_SERVICEPUNT), make_site("b", 8000), make_site("c", 4000, **ONLY_SERVICEPUNT)]
    problem = problem_of(kernen_region(*sites), asking(kern(max_inwoners=5000, beyond_m=5000.0)))
    (far,) = problem.program.lazy
    names = [f"{site} {option.type}" for site, option in problem.options]

    def broken(*open_: str) -> list[str]:
        rows = far.broken(np.array([name in open_ for name in names], dtype=np.bool_))
        assert rows.lower.tolist() == [1.0] * len(rows.labels)
        return options_in(problem, rows) if rows.labels else []

    # Nothing open: its own, or c, would do; b may be open without helping.
    assert broken() == broken("b servicepunt") == ["a servicepunt", "c servicepunt"]
    assert broken("c servicepunt") == broken("a servicepunt") == []
    assert pickle.loads(pickle.dumps(problem)).program.lazy  # noqa: S301 - our own


def test_a_norm_on_schools_is_no_matter_of_places() -> None:
    problem = problem_of(four(), asking(scholen()))
    assert [remark.data["norm"] for remark in problem.remarks if remark.kind is RemarkKind.NORM_OUTSIDE] == ["proef"]
    assert len(problem.program.covers) == 1


# --- rules ---


def test_budgets_are_of_the_gemeenten_that_they_name() -> None:
    sites = [
        make_site("a", 0, **ONLY_SERVICEPUNT),
        make_site("b", 8000, gemeente=THERE.code, **ONLY_SERVICEPUNT),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    budgets = (
        Budget(gemeenten=frozenset({THERE.code}), eur_per_year=Decimal("12345.67")),
        Budget(eur_per_year=Decimal(20_000)),
    )
    problem = problem_of(region, coverage(1, budgets=budgets))
    rows = rule(problem, Family.BUDGET)
    assert [About.read(label) for label in rows.labels] == [About(RuleName.BUDGET, 0), About(RuleName.BUDGET, 1)]
    assert [options_in(problem, rows, row) for row in (0, 1)] == [["b servicepunt"], ["a servicepunt", "b servicepunt"]]
    assert rows.upper.tolist() == [1_234_567, 2_000_000]
    assert rows.value.tolist() == [1_189_000] * 3


def test_what_stays_open_needs_one_of_its_options() -> None:
    sites = [make_site("a", 0, **ONLY_SERVICEPUNT), make_site("b", 4000, klasse=KLEIN)]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites)
    problem = problem_of(region, coverage(1, open_sites={"a"}, keep_largest=False))
    rows = rule(problem, Family.NUMBER)
    assert [About.read(label).site for label in rows.labels] == ["a"]
    assert options_in(problem, rows, 0) == ["a servicepunt"]


@pytest.mark.parametrize("field", ["open_sites", "closed_sites"])
def test_what_happens_in_another_gemeente_is_not_for_this_question(field: str) -> None:
    sites = [make_site("a", 0, **ONLY_SERVICEPUNT), make_site("b", 4000, klasse=KLEIN, gemeente=THERE.code)]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    with pytest.raises(QuestionError, match="question_sites_not_free"):
        problem_of(region, coverage(1, free=[HERE.code], **{field: {"a", "b"}}))


def test_changes_are_counted_from_everything_closed() -> None:
    # Today two branches: keeping one undoes a closing, another form is a change too, a new one is one more.
    sites = [
        make_site("a", 0, klasse=KLEIN),
        make_site("b", 4000, klasse=KLEIN),
        make_site("k", 8000, **ONLY_SERVICEPUNT),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites)
    problem = problem_of(region, coverage(1, max_changes=1, keep_largest=False))
    found = {
        f"{site} {option.type}": int(change)
        for (site, option), change in zip(problem.options, problem.program.changes, strict=True)
    }
    assert found == {"a klein": -1, "a servicepunt": 0, "b klein": -1, "b servicepunt": 0, "k servicepunt": 1}
    assert problem.program.constant_changes == 2
    assert rule(problem, Family.CHANGES).upper.tolist() == [-1]


def test_the_largest_class_stays_unless_what_stands_keeps_it() -> None:
    sites = [
        make_site("a", 0, klasse=KLEIN),
        make_site("b", 4000, klasse=MIDDELGROOT, gemeente=THERE.code),
        make_site("c", 8000, klasse=SERVICEPUNT, gemeente=THERE.code),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    rows = rule(problem_of(region, coverage(1, largest_price=4.0)), Family.LARGEST)
    assert [About.read(label).gemeente for label in rows.labels] == [HERE.code, THERE.code]
    assert (rows.lower.tolist(), rows.price.tolist()) == ([1, 1], [4, 4])
    problem = problem_of(region, coverage(1))
    rows = rule(problem, Family.LARGEST)
    # Any place of Daar may keep middelgroot.
    assert options_in(problem, rows, 0) == ["a klein"]
    assert options_in(problem, rows, 1) == ["b middelgroot", "c middelgroot"]
    closed = problem_of(region, coverage(1, free=[HERE.code], closed_sites={"a"}))
    # Nothing is left that could: an impossible row, and not silence.
    assert options_in(closed, rule(closed, Family.LARGEST)) == []


def test_nobody_goes_further_than_allowed_and_weaker_rows_are_left_out() -> None:
    # Today branches at 0 and 8 km. By 1 km more: from 0 km within 1 km is b0; from 4 km (5 km) all of b0, k1 and b8;
    # from 8 km b8; from 12 km (4 + 1 km) b8 and k3. Of these b0 alone and b8 alone ask more than the sets that hold
    # them.
    sites = [
        make_site("b0", 0, klasse=SERVICEPUNT, allowed_types=(SERVICEPUNT,)),
        make_site("b8", 8000, klasse=SERVICEPUNT, allowed_types=(SERVICEPUNT,)),
        make_site("k1", 4000, **ONLY_SERVICEPUNT),
        make_site("k3", 12_000, **ONLY_SERVICEPUNT),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites)
    for harm in (Harm(max_m=1000.0), Harm(max_minutes=1.0)):
        problem = problem_of(region, coverage(1, harm=harm))
        rows = rule(problem, Family.HARM)
        found = [options_in(problem, rows, row) for row in range(len(rows.labels))]
        assert sorted(found) == [["b0 servicepunt"], ["b8 servicepunt"]]
    # With 4 km more k1 does for 0 km and 4 km; from 8 km b8, k1 and k3 do, from 12 km b8, k3 and (8 km) k1.
    problem = problem_of(region, coverage(1, harm=Harm(max_m=4000.0)))
    rows = rule(problem, Family.HARM)
    found = [sorted(options_in(problem, rows, row)) for row in range(len(rows.labels))]
    assert sorted(found) == [list(served_by("b0", "k1")), list(served_by("b8", "k1", "k3"))]


def test_a_catchment_that_is_too_small_names_those_who_take_its_people() -> None:
    # Servicepunten must serve 60. With all four open k0 serves 100, k1 30, k2 20 and k3 50.
    problem = problem_of(four(), coverage(1, minimum_catchment={SERVICEPUNT: 60}))
    (rule_,) = problem.program.lazy
    rows = rule_.broken(np.ones(4, dtype=np.bool_))
    found = {
        About.read(label).site: (sorted(options_in(problem, rows, row)), float(rows.upper[row]))
        for row, label in enumerate(rows.labels)
    }
    # Alone k1 would serve all 200. k0 takes the 100 at 0 km, k2 the 20 at 8 km and the 50 at 12 km: 30 are left. With
    # one of these two closed more than 60 are, and k3 takes nobody whom k2 does not take as well.
    assert found["k1"] == (list(served_by("k0", "k1", "k2")), 2.0)
    assert rule_.broken(np.array([True, False, False, True])).labels == ()


# --- distances ---


def distance_rows(problem: Problem) -> dict[tuple[tuple[str, ...], tuple[float, ...], float], float]:
    distances = problem.program.distances
    assert distances is not None
    facilities = rows_of(problem.program.facilities)
    found: dict[tuple[tuple[str, ...], tuple[float, ...], float], float] = {}
    first = 0
    for row, numbers in enumerate(rows_of(distances.facilities)):
        sites = tuple(problem.options[facilities[number][0]][0] for number in numbers)
        costs = tuple(distances.cost[first : first + len(numbers)].tolist())
        first += len(numbers)
        key = (sites, costs, float(distances.beyond[row]))
        assert costs == tuple(sorted(costs))
        found[key] = found.get(key, 0.0) + float(distances.weights[row])
    return found


def test_functions_that_the_same_options_offer_are_one_row() -> None:
    # A servicepunt offers 1 and 3, nobody the others: of everyone's five fifths two go to the places, three to the
    # cut-off of 6 km, in one row.
    weighing = {"cutoff_m": 6000.0}
    problem = problem_of(four(), distance(1, weighing=weighing))
    assert distance_rows(problem) == pytest.approx(
        {
            (("k0", "k1"), (0, 4000), 6000): 40,
            (("k1", "k0", "k2"), (0, 4000, 4000), 6000): 12,
            (("k2", "k1", "k3"), (0, 4000, 4000), 6000): 8,
            (("k3", "k2"), (0, 4000), 6000): 20,
            ((), (), 6000): 120,
        }
    )
    assert problem.program.distances is not None
    assert problem.program.distances.weights.size == 5


def test_what_stands_limits_every_distance_by_what_it_offers() -> None:
    # Daar's groot at 4 km stands and offers 1, 3 and 5: from 0 km only k0 is nearer, for 1 and 3; 5 is 4 km away.
    region = four(make_site("b", 4000, klasse=GROOT, gemeente=THERE.code), gemeenten=(HERE, THERE))
    weighing = {"functions": {Kernfunctie(1): 1.0, Kernfunctie(5): 2.0}, "cutoff_m": 5000.0}
    problem = problem_of(region, distance(1, free=[HERE.code], weighing=weighing))
    found = distance_rows(problem)
    assert found[("k0",), (0,), 4000] == 100
    assert found[(), (), 4000] == 2 * 100 + 2 * 20
    # 4 km itself: nothing is nearer than 0 m.
    assert found[(), (), 0] == 30 + 2 * 30
    assert found[("k3", "k2"), (0, 4000), 5000] == 50
    # 12 km is 8 km away from the groot: the cut-off.
    assert found[(), (), 5000] == 2 * 50


def test_without_functions_any_branch_serves_and_groups_weigh_by_their_way() -> None:
    region = with_ages(four(), [[10, 0, 0, 0, 0], [np.nan] * 5, [0, 0, 20, 0, 0], [0] * 5])
    weighing = {"functions": {}, "groups": {"kinderen": 2.0, "25 tot 45 jaar": 1.0}, "cutoff_m": 3000.0}
    problem = problem_of(region, distance(1, weighing=weighing))
    # Ten children weigh twice; of unknown ages nobody is a child.
    assert distance_rows(problem) == {(("k0",), (0,), 3000): 20, (("k2",), (0,), 3000): 20}


def test_there_are_distances_only_when_a_goal_is_about_them() -> None:
    assert problem_of(four(), coverage(1)).program.distances is None
    later = coverage(1, goals=(Goal.COVERAGE, Goal.DISTANCE))
    assert problem_of(four(), later).program.distances is not None


# --- plans and columns ---


def test_a_plan_and_its_columns_are_two_ways_to_say_the_same() -> None:
    region = four(make_site("b", 4000, klasse=GROOT, gemeente=THERE.code), gemeenten=(HERE, THERE))
    problem = problem_of(region, coverage(1, free=[HERE.code]))
    chosen = np.array([site in {"k0", "k3"} for site, _ in problem.options])
    plan = problem.plan(chosen)
    assert set(plan.by_id) == {"b", "k0", "k3"}
    assert problem.chosen(plan).tolist() == chosen.tolist()


@pytest.mark.parametrize(
    ("pairs", "sites"),
    [
        ([("b", GROOT), ("k0", KLEIN)], "k0"),
        ([("k0", SERVICEPUNT)], "b"),
        ([("b", KLEIN)], "b"),
        ([("b", GROOT), ("zz", KLEIN)], "zz"),
    ],
)
def test_a_plan_that_is_not_on_offer_is_refused(pairs: Sequence[tuple[str, Vestigingstype]], sites: str) -> None:
    region = four(make_site("b", 4000, klasse=GROOT, gemeente=THERE.code), gemeenten=(HERE, THERE))
    problem = problem_of(region, coverage(1, free=[HERE.code]))
    with pytest.raises(QuestionError, match="plan_not_on_offer") as caught:
        problem.chosen(Plan.of([(site, Option(type=klasse)) for site, klasse in pairs]))
    assert set(str(caught.value.data["sites"]).split(", ")) == {sites}
    assert sentence(caught.value).endswith(".")


def test_moves_are_told_to_be_left_out() -> None:
    region = four(make_site("a", 0, klasse=KLEIN))
    transitions = make_transitions(moves={"a": "k3"})
    problem = problem_of(region, coverage(50_000, transitions=transitions))
    (moves,) = (remark for remark in problem.remarks if remark.kind is RemarkKind.MOVES_LEFT_OUT)
    assert moves.data == {"n_moves": 1}
