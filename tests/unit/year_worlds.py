"""Two branches and round tariffs, so that the bill of every year can be derived by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.horizon import Horizon
from spreiding.multi_year import GemeenteYear, Meerjarenraming
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.transitions import Transitions
from spreiding.years import Prices, yearly_bills
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
TARIFFS = make_uitgangspunten(
    eur_per_type={GROOT: 100_000, MIDDELGROOT: 60_000, KLEIN: 30_000, SERVICEPUNT: 12_000}
).tariffs
PRICES = Prices.of_branches(TARIFFS)
# 1,000 inwoners at 11.19 + 3.85.
INWONERS_EUR = Decimal(15_040)


def two_branches() -> Region:
    """One gemeente with 1,000 inwoners, a groot 'a' and a klein 'b', and a place 'c' where nothing stands."""
    sites = [
        make_site("a", 0.0, klasse=GROOT),
        make_site("b", 4000.0, klasse=KLEIN),
        make_site("c", 5000.0),
        make_site("d", 6000.0, gemeente=THERE.code),
    ]
    return make_region(line_roads(), people=[(0, 0, 1000)], sites=sites)


REGION = two_branches()
TODAY = today_plan(REGION.sites)


def changed(options: Mapping[str, Option | None]) -> Plan:
    """Today's plan with some sites as they will be; None closes."""
    kept = TODAY.by_id | dict(options)
    return Plan.of((site_id, option) for site_id, option in kept.items() if option is not None)


def make_transitions(**fields: Any) -> Transitions:  # noqa: ANN401 - whatever Transitions has
    """Transitions with a year of afbouw and ten years of writing off without interest."""
    start = {"price_year": 2025, "afbouw_months": 12, "write_off_years": 10, "write_off_rate": Decimal(0)}
    return Transitions.model_validate(start | fields)


def make_horizon(**fields: Any) -> Horizon:  # noqa: ANN401 - whatever Horizon has
    """Four years from 2026 without indexation, discounted at 10 %."""
    return Horizon.model_validate({"first_year": 2026, "discount_rate": Decimal("0.1")} | fields)


def bills(
    after: Plan,
    *,
    horizon: Horizon | None = None,
    transitions: Transitions | None = None,
    prices: Prices = PRICES,
    region: Region = REGION,
) -> Meerjarenraming:
    """The years of the change from today to `after`."""
    return yearly_bills(
        region,
        TODAY,
        after,
        horizon=horizon or make_horizon(),
        transitions=transitions or make_transitions(),
        prices=prices,
    )


def here(raming: Meerjarenraming) -> tuple[GemeenteYear, ...]:
    """The years of the one gemeente."""
    return raming.of_gemeente(HERE.code)
