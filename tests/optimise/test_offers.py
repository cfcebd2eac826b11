"""What a site may become, and what nobody needs."""

from decimal import Decimal

import pytest

from spreiding.domain import Huisvesting, Kernfunctie, Option, Package, Vestigingstype
from spreiding.housing import Housing
from spreiding.norms import Predicate
from spreiding.optimise.offers import Choice, Offer, build_offers, largest_today, undominated
from spreiding.optimise.question import Question
from spreiding.supply import Site
from tests.optimise.worlds import coverage
from tests.worlds import HERE, THERE, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
FREE = coverage(1_000_000)


def offers_of(*sites: Site, question: Question = FREE, predicate: Predicate | None = None) -> dict[str, Offer]:
    uitgangspunten = make_uitgangspunten(predicate=predicate)
    return {offer.site_id: offer for offer in build_offers(sites, uitgangspunten=uitgangspunten, question=question)}


def types(offer: Offer) -> list[Vestigingstype | None]:
    return [choice.option.type for choice in offer.choices]


def test_any_branch_counts_so_only_the_cheapest_and_the_largest_class_matter() -> None:
    # Today's largest class in the gemeente is middelgroot. A servicepunt is the cheapest that counts, middelgroot the
    # cheapest that keeps the class; klein keeps nothing and costs more, groot keeps no more and costs more.
    offers = offers_of(make_site("big", 0, klasse=MIDDELGROOT), make_site("new", 9))
    assert types(offers["big"]) == types(offers["new"]) == [SERVICEPUNT, MIDDELGROOT]
    assert [choice.cents for choice in offers["new"].choices] == [1_189_000, 7_133_700]
    assert [choice.keeps_largest for choice in offers["new"].choices] == [False, True]


def test_without_the_rule_only_the_cheapest_remains() -> None:
    offers = offers_of(make_site("big", 0, klasse=GROOT), question=coverage(1, keep_largest=False))
    assert types(offers["big"]) == [SERVICEPUNT]


def test_a_class_above_what_the_norm_counts_is_not_needed_and_one_below_it_only_for_nothing() -> None:
    offers = offers_of(make_site("new", 0), predicate=Predicate(minimum_type=KLEIN))
    assert types(offers["new"]) == [KLEIN]


def test_a_package_is_offered_when_the_norm_asks_for_its_kernfuncties() -> None:
    # All five: middelgroot with LLO 1, 71,337 + 17,553 = 88,890, the cheapest by the default table; klein has four.
    predicate = Predicate(kernfuncties=frozenset(Kernfunctie))
    offers = offers_of(make_site("new", 0), predicate=predicate)
    assert [(c.option.type, c.option.package, c.cents) for c in offers["new"].choices] == [
        (MIDDELGROOT, Package.LLO1, 8_889_000)
    ]


def test_the_package_and_open_plus_of_today_stay_and_the_package_goes_where_it_has_no_tariff() -> None:
    today = Option(type=KLEIN, package=Package.LLO1, open_plus=True)
    site = make_site("a", 0).model_copy(update={"today": today})
    # Servicepunt with Open+: 11,890 + 2,688; klein as it is: 35,669 + 8,768 + 2,688.
    assert [(c.option.type, c.option.package, c.option.open_plus, c.cents) for c in offers_of(site)["a"].choices] == [
        (SERVICEPUNT, Package.GEEN, True, 1_457_800),
        (KLEIN, Package.LLO1, True, 4_712_500),
    ]


def test_an_mfa_is_chosen_only_where_the_site_offers_it_and_housing_makes_it_cheaper() -> None:
    uitgangspunten = make_uitgangspunten()
    housing = Housing(
        bron="proef",
        eur_per_m2={Huisvesting.SCHOOL: Decimal(90), Huisvesting.MFA: Decimal(40)},
        m2={SERVICEPUNT: Decimal(100)},
    )
    priced = uitgangspunten.model_copy(
        update={"tariffs": uitgangspunten.tariffs.model_copy(update={"housing": housing})}
    )
    today = Option(type=SERVICEPUNT, huisvesting=Huisvesting.SCHOOL)
    stays = make_site("stays", 0).model_copy(update={"today": today})
    moves = make_site("moves", 9, allowed_huisvesting=(Huisvesting.MFA,)).model_copy(update={"today": today})
    chosen = {
        offer.site_id: [choice.option.huisvesting for choice in offer.choices]
        for offer in build_offers((stays, moves), uitgangspunten=priced, question=FREE)
    }
    assert chosen == {"stays": [Huisvesting.SCHOOL], "moves": [Huisvesting.MFA]}
    # Without amounts for housing nothing is won, so today's building stays.
    same = build_offers((moves,), uitgangspunten=uitgangspunten, question=FREE)[0]
    assert [choice.option for choice in same.choices] == [today]


def test_equal_in_everything_that_matters_today_wins_and_then_the_smallest_change() -> None:
    today = Option(type=KLEIN, huisvesting=Huisvesting.SCHOOL)
    other = Option(type=KLEIN, huisvesting=Huisvesting.MFA)
    further = Option(type=GROOT, huisvesting=Huisvesting.MFA)
    choices = [Choice(option, 100, counts=True) for option in (further, other, today)]
    assert [choice.option for choice in undominated(choices, today)] == [today]
    assert [choice.option for choice in undominated(choices[:2], today)] == [other]


def test_what_satisfies_nothing_is_worse_than_closing_unless_it_is_today_and_free() -> None:
    today = Option(type=SERVICEPUNT)
    useless = Choice(today, 100, counts=False)
    free = Choice(today, 0, counts=False)
    assert undominated([useless], today) == ()
    assert undominated([free], today) == (free,)
    assert undominated([free], None) == ()


def test_without_a_tariff_a_branch_stays_and_a_candidate_cannot_open() -> None:
    offers = offers_of(make_site("branch", 0, klasse=GROOT, gemeente="GM0106"), make_site("new", 9, gemeente="GM0106"))
    assert offers["branch"].must_stay
    # Its cost is unknown, so it is not in the budget.
    assert [(choice.option.type, choice.cents) for choice in offers["branch"].choices] == [(GROOT, 0)]
    assert offers["new"].choices == ()


def test_a_branch_of_unknown_class_stays_as_it_is_and_sets_no_largest_class() -> None:
    sites = (make_site("unknown", 0, is_open=True), make_site("known", 9, klasse=KLEIN))
    assert offers_of(*sites)["unknown"].must_stay
    assert largest_today(sites) == {HERE.code: KLEIN}


def test_outside_the_free_gemeenten_nothing_changes() -> None:
    sites = (
        make_site("mine", 0, klasse=KLEIN),
        make_site("theirs", 5, klasse=KLEIN, gemeente=THERE.code),
        make_site("theirs-new", 9, gemeente=THERE.code),
        make_site("nowhere", 9, gemeente=None, klasse=KLEIN),
    )
    offers = offers_of(*sites, question=coverage(1, free=[HERE.code]))
    assert {site_id: offer.must_stay for site_id, offer in offers.items()} == {
        "mine": False,
        "theirs": True,
        "theirs-new": False,
        "nowhere": True,
    }
    assert offers["theirs-new"].choices == ()


@pytest.mark.parametrize(
    ("allowed_types", "allowed_huisvesting", "n_choices"),
    [
        (tuple(Vestigingstype), (), 0),
        # The branch cannot become an MFA: at this address the candidate offers something of its own.
        (tuple(Vestigingstype), (Huisvesting.MFA,), 2),
    ],
)
def test_a_candidate_on_the_spot_of_a_branch_is_left_out_when_it_offers_nothing_new(
    allowed_types: tuple[Vestigingstype, ...], allowed_huisvesting: tuple[Huisvesting, ...], n_choices: int
) -> None:
    branch = make_site("branch", 0, klasse=KLEIN)
    candidate = make_site("kern", 0, allowed_types=allowed_types, allowed_huisvesting=allowed_huisvesting)
    assert len(offers_of(candidate, branch)["kern"].choices) == n_choices


def test_a_building_without_a_price_is_no_choice_and_a_branch_in_one_stays_as_it_is() -> None:
    # Only a building of one's own has a price: to a search an MFA would seem to cost nothing.
    uitgangspunten = make_uitgangspunten()
    housing = Housing(
        bron="proef",
        eur_per_m2={Huisvesting.ZELFSTANDIG: Decimal(100)},
        m2=dict.fromkeys(Vestigingstype, Decimal(100)),
    )
    tariffs = uitgangspunten.tariffs.model_copy(update={"housing": housing})
    priced = uitgangspunten.model_copy(update={"tariffs": tariffs})
    own, shared = (Option(type=KLEIN, huisvesting=form) for form in (Huisvesting.ZELFSTANDIG, Huisvesting.MFA))
    known = make_site("known", 0, allowed_huisvesting=(Huisvesting.MFA,)).model_copy(update={"today": own})
    unknown = make_site("unknown", 9).model_copy(update={"today": shared})
    offers = {offer.site_id: offer for offer in build_offers((known, unknown), uitgangspunten=priced, question=FREE)}
    assert {choice.option.huisvesting for choice in offers["known"].choices} == {Huisvesting.ZELFSTANDIG}
    assert offers["unknown"].must_stay
