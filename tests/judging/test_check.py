"""What cannot be tested is named before anything runs, all of it together."""

from dataclasses import replace
from typing import Any

import pytest

from spreiding.domain import Huisvesting, KbType, Modality, Vestigingstype, Voorzieningsvorm
from spreiding.errors import InputError
from spreiding.judging.check import check_normenkader, predicates_of
from spreiding.network import Access
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, OwnWay, Predicate
from spreiding.region import Region
from spreiding.travel_groups import TravelGroup
from spreiding.ui.teksten import sentence
from tests.io.files import faults_of
from tests.judging.worlds import ASSUMPTIONS, GROOT, KLEIN, aantal, bereik, iedere, kern, kernfuncties, scholen, uren
from tests.judging.worlds import with_ages as aged
from tests.worlds import line_roads, make_region, make_roads, make_site

CONTRADICTION = Predicate(minimum_type=GROOT, maximum_type=KLEIN)


def world(*, ages: bool = True, access: int | None = None) -> Region:
    roads = line_roads() if access is None else make_roads([(0, 0), (1000, 0)], [(0, 1)], access=access)
    region = make_region(roads, people=[(0, 0, 10)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    return aged(region, [(2, 2, 2, 2, 2)]) if ages else region


def kader(*norms: AnyNorm, groups: tuple[TravelGroup, ...] = ()) -> Normenkader:
    named = [norm.model_copy(update={"name": f"norm {k}"}) for k, norm in enumerate(norms)]
    return Normenkader(name="proef", norms=tuple(named), groups=groups)


def faults(*norms: AnyNorm, region: Region | None = None, **changes: Any) -> list[InputError]:  # noqa: ANN401 - groups
    checked = kader(*norms, **changes)
    return faults_of(lambda: check_normenkader(checked, region or world(), ASSUMPTIONS))


def hours(minimum: float, *types: KbType, definition: str = "CBS en VOB") -> AnyNorm:
    asked = Predicate(minimum_staffed_hours=minimum, kb_types=frozenset(types), kb_definition=definition)
    return aantal(predicate=asked)


BUS = frozenset({Voorzieningsvorm.BIBLIOBUS})
ONLY_OF_BRANCHES: tuple[dict[str, Any], ...] = (
    {"minimum_type": KLEIN},
    {"maximum_type": KLEIN},
    {"kb_types": frozenset({KbType.VESTIGING})},
    {"huisvesting": frozenset({Huisvesting.MFA})},
    {"open_plus": True},
)
CARS_ONLY = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)


@pytest.mark.parametrize(
    ("norm", "kind", "words"),
    [
        (bereik(groups=("eskimo's",)), "norm_unknown_group", "kies uit 15 tot 25 jaar, 25 tot 45 jaar"),
        (aantal(predicate=Predicate(counts_branches=False)), "norm_counts_nothing", "noem een van bibliobus"),
        (bereik(predicate=CONTRADICTION), "norm_classes_contradict", "minstens groot en hooguit klein"),
        (kern(predicate=CONTRADICTION), "norm_classes_contradict", "verander een van beide"),
        (kern(beyond=CONTRADICTION), "norm_classes_contradict", "spreekt zichzelf tegen"),
        (iedere(of=CONTRADICTION, predicate=Predicate()), "norm_classes_contradict", "spreekt zichzelf tegen"),
        (iedere(predicate=CONTRADICTION), "norm_classes_contradict", "spreekt zichzelf tegen"),
        # What is at least groot is not at most klein, whichever of both says which.
        (
            iedere(of=Predicate(minimum_type=GROOT), predicate=Predicate(maximum_type=KLEIN)),
            "norm_classes_contradict",
            "minstens groot en hooguit klein",
        ),
        (
            iedere(of=Predicate(maximum_type=KLEIN), predicate=Predicate(minimum_type=GROOT)),
            "norm_classes_contradict",
            "minstens groot en hooguit klein",
        ),
        *(
            (
                aantal(predicate=Predicate(counts_branches=False, forms=BUS, **asked)),
                "norm_asks_of_branches",
                "telt alleen bibliobus, maar vraagt een klasse",
            )
            for asked in ONLY_OF_BRANCHES
        ),
        # A servicepunt of CBS is open for fewer than 15 hours, one of the SPUK for 15 at most.
        (hours(15, KbType.SERVICEPUNT), "norm_hours_contradict", "volgens CBS en VOB is een servicepunt nooit 15 uur"),
        (hours(15.1, KbType.SERVICEPUNT, definition="SPUK"), "norm_hours_contradict", "verander de uren of het type"),
        (
            aantal(predicate=Predicate(kb_types=frozenset({KbType.VESTIGING}), kb_definition="VNG")),
            "norm_unknown_definition",
            "kies uit CBS en VOB, SPUK",
        ),
    ],
)
def test_a_norm_that_cannot_be_tested_is_named_with_what_to_do(norm: AnyNorm, kind: str, words: str) -> None:
    (fault,) = faults(norm)
    assert fault.kind == kind
    told = sentence(fault)
    assert "'norm 0'" in told
    assert words in told


@pytest.mark.parametrize(
    "norm",
    [
        hours(14.9, KbType.SERVICEPUNT),
        hours(15, KbType.SERVICEPUNT, definition="SPUK"),
        hours(40, KbType.SERVICEPUNT, KbType.VESTIGING),
        # What has no collection is an afhaalpunt at any hour.
        hours(40, KbType.AFHAALPUNT),
        hours(0, KbType.MINISERVICEPUNT, definition=""),
        bereik(predicate=Predicate(minimum_type=KLEIN, maximum_type=KLEIN)),
        aantal(predicate=Predicate(counts_branches=False, forms=frozenset({Voorzieningsvorm.BIBLIOBUS}))),
        # Hours, kernfuncties and services are asked of a bibliobus too, and of a branch beside it anything.
        aantal(predicate=Predicate(counts_branches=False, forms=BUS, minimum_staffed_hours=4)),
        aantal(predicate=Predicate(forms=BUS, minimum_type=GROOT)),
        iedere(of=Predicate(maximum_type=KLEIN), predicate=Predicate(minimum_type=KLEIN)),
        bereik(groups=("kinderen",)),
        bereik(modality=OwnWay.OWN),
        scholen(),
        kern(),
    ],
)
def test_what_can_be_tested_is_not_refused(norm: AnyNorm) -> None:
    check_normenkader(kader(norm), world(), ASSUMPTIONS)


@pytest.mark.parametrize(
    "norm",
    [
        bereik(groups=("kinderen",)),
        uren(15, groups=("kinderen",), modality=Modality.FIETS),
        kernfuncties({1: 1000}, groups=("kinderen",), modality=OwnWay.OWN),
    ],
)
def test_a_group_of_which_nobodys_age_is_known_is_refused(norm: AnyNorm) -> None:
    (fault,) = faults(norm, region=world(ages=False))
    assert fault.kind == "norm_group_without_ages"
    assert "'kinderen', maar van niemand in deze regio is de leeftijd bekend" in sentence(fault)
    # One square with ages is enough to say something.
    check_normenkader(kader(norm), world(), ASSUMPTIONS)


def test_each_group_in_its_own_way_needs_ages_even_when_no_group_is_named() -> None:
    found = faults(bereik(modality=OwnWay.OWN), region=world(ages=False))
    assert {fault.kind for fault in found} == {"norm_group_without_ages"}
    assert len(found) == 6


def test_a_group_of_everybody_needs_no_ages() -> None:
    group = TravelGroup(name="laaggeletterd", modality=Modality.FIETS, share=0.1)
    check_normenkader(kader(bereik(groups=("laaggeletterd",)), groups=(group,)), world(ages=False), ASSUMPTIONS)


def test_a_group_whose_share_is_told_of_other_gemeenten_only_is_refused() -> None:
    group = TravelGroup(name="laaggeletterd", modality=Modality.FIETS, shares={"GM9999": 0.1}, bron="GGD")
    (fault,) = faults(bereik(groups=("laaggeletterd",)), groups=(group,))
    assert fault.kind == "norm_group_without_share"
    assert "van geen gemeente in deze regio is haar aandeel bekend" in sentence(fault)


def old(name: str, share: float, **fields: Any) -> TravelGroup:  # noqa: ANN401 - any field
    return TravelGroup(name=name, age_group="65_plus", modality=Modality.LOPEN, share=share, **fields)


@pytest.mark.parametrize(
    ("groups", "names", "percentage"),
    [
        ((old("met auto", 0.7), old("zonder auto", 0.4)), "met auto, zonder auto", "110%"),
        # 0.5 and, in the gemeente of this region, 0.6.
        ((old("a", 0.5), old("b", 0.1, shares={"GM0001": 0.6}, bron="CBS")), "a, b", "110%"),
        # A group of everybody holds a tenth of the old too.
        ((TravelGroup(name="a", modality=Modality.AUTO, share=0.1), old("b", 1.0)), "a, b", "110%"),
    ],
)
def test_groups_that_hold_somebody_twice_are_refused(
    groups: tuple[TravelGroup, ...], names: str, percentage: str
) -> None:
    (fault,) = faults(bereik(groups=tuple(group.name for group in groups)), groups=groups)
    assert fault.kind == "norm_people_twice"
    assert f"de groepen {names} zijn samen {percentage}" in sentence(fault)
    # Each by itself, in norms of their own, is no fault.
    check_normenkader(kader(*(bereik(groups=(each.name,)) for each in groups), groups=groups), world(), ASSUMPTIONS)


def test_groups_that_are_together_everybody_are_not_refused() -> None:
    groups = (old("a", 0.1), old("b", 0.2), old("c", 0.7))
    assert 0.1 + 0.2 + 0.7 > 1 - 1e-12
    check_normenkader(kader(bereik(groups=("a", "b", "c")), groups=groups), world(), ASSUMPTIONS)


def test_a_standard_group_that_was_made_larger_is_refused_where_all_are_tested() -> None:
    # 0.56 of the old are 65 to 75; with 0.5 for the older ones they are 106 %.
    (fault,) = faults(bereik(modality=OwnWay.OWN), groups=(old("75 jaar en ouder", 0.5),))
    assert fault.kind == "norm_people_twice"
    assert fault.data["percentage"] == 106


@pytest.mark.parametrize(
    ("norm", "modalities"),
    [
        (bereik(modality=Modality.FIETS), {"fiets"}),
        (uren(15, modality=Modality.LOPEN), {"lopen"}),
        (kernfuncties({1: 1000}, modality=Modality.EBIKE), {"e-bike"}),
        (kern(beyond_m=1000, modality=Modality.FIETS), {"fiets"}),
        # Children cycle, who is 75 walks; the others drive.
        (bereik(modality=OwnWay.OWN), {"fiets", "lopen"}),
        (bereik(modality=OwnWay.OWN, groups=("kinderen",)), {"fiets"}),
    ],
)
def test_a_way_of_travelling_without_roads_is_refused(norm: AnyNorm, modalities: set[str]) -> None:
    found = faults(norm, region=world(access=CARS_ONLY))
    assert {fault.kind for fault in found} == {"norm_without_network"}
    assert {fault.data["modality"] for fault in found} == modalities
    assert "kies een andere manier van reizen" in sentence(found[0])


@pytest.mark.parametrize("norm", [kern(modality=Modality.FIETS), bereik(), scholen(), aantal()])
def test_roads_that_a_norm_does_not_use_need_not_be_there(norm: AnyNorm) -> None:
    check_normenkader(kader(norm), world(access=CARS_ONLY), ASSUMPTIONS)


def test_all_faults_come_together() -> None:
    bad: list[AnyNorm] = [
        bereik(groups=("a", "b"), modality=Modality.FIETS),
        bereik(modality=Modality.FIETS, predicate=CONTRADICTION),
        aantal(predicate=CONTRADICTION.model_copy(update={"counts_branches": False})),
    ]
    found = faults(*bad, region=world(access=CARS_ONLY))
    # Of a norm on unknown groups nothing more can be said.
    assert [(fault.kind, fault.data["norm"]) for fault in found] == [
        ("norm_unknown_group", "norm 0"),
        ("norm_unknown_group", "norm 0"),
        ("norm_classes_contradict", "norm 1"),
        ("norm_without_network", "norm 1"),
        ("norm_counts_nothing", "norm 2"),
        ("norm_classes_contradict", "norm 2"),
    ]


def test_a_region_without_people_has_ages_of_nobody() -> None:
    region = world()
    empty = replace(region.demand, **{name: getattr(region.demand, name)[:0] for name in ("square", "x_m", "y_m")})
    nobody = replace(region, demand=replace(empty, inwoners=region.demand.inwoners[:0]))
    (fault,) = faults(bereik(groups=("kinderen",)), region=nobody)
    assert fault.kind == "norm_group_without_ages"


def test_every_predicate_of_a_norm_is_looked_at() -> None:
    one, other = Predicate(minimum_type=Vestigingstype.GROOT), Predicate()
    assert predicates_of(kern(predicate=one, beyond=other)) == (one, other)
    assert predicates_of(iedere(of=one, predicate=other)) == (one, other)
    assert predicates_of(bereik(predicate=one)) == (one,)
    assert predicates_of(aantal(predicate=one)) == (one,)
    assert predicates_of(kernfuncties({1: 1000})) == predicates_of(uren(15)) == predicates_of(scholen()) == ()
