"""Options of several years: which, from when each change, at what index, and which source of money ends."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final

import typer

from spreiding import outlook
from spreiding.costs import CostKind
from spreiding.demand import Variant
from spreiding.errors import InputError
from spreiding.funding import CoverSource
from spreiding.horizon import Horizon
from spreiding.io.years import YearAssumptions
from spreiding.region import Region
from spreiding.ui import kosten_hulp
from spreiding.ui.numbers import parse_number

Jaren = Annotated[str | None, typer.Option("--jaren", help=kosten_hulp.HULP["--jaren"])]
Meerjaren = Annotated[Path | None, typer.Option("--meerjaren", help=kosten_hulp.HULP["--meerjaren"])]
Indexering = Annotated[str | None, typer.Option("--indexering", help=kosten_hulp.HULP["--indexering"])]
Inwoners = Annotated[str | None, typer.Option("--prognose", help=kosten_hulp.HULP["--prognose"])]
Start = Annotated[list[str] | None, typer.Option("--start", help=kosten_hulp.HULP["--start"])]
Stopt = Annotated[list[str] | None, typer.Option("--stopt", help=kosten_hulp.HULP["--stopt"])]

_TERM: Final = re.compile(r"(\d{4})\s*[-\u2013]\s*(\d{4})")
# The bound of an index is that of the assumptions: half of the price in a year.
_MAX_INDEX: Final = 50
_MAX_YEAR: Final = 2100


def horizon_of(
    jaren: str,
    region: Region,
    *,
    assumptions: YearAssumptions,
    indexering: str | None,
    prognose: str | None,
    start: list[str] | None,
) -> Horizon:
    """Return the years of `--jaren` with the index and starts of the other options.

    Raises
    ------
    InputError
        `bad_years`, `bad_pair`, `years_unknown_site`, or a number that cannot be.

    """
    choices: dict[str, object] = term_of(jaren)
    if indexering is not None:
        rate = parse_number(indexering, option="--indexering", maximum=_MAX_INDEX) / Decimal(100)
        choices |= {"indexation": dict.fromkeys(CostKind, rate), "once_rate": rate}
    if prognose is not None:
        if prognose not in list(Variant):
            raise InputError("unknown_variant", value=prognose, known=", ".join(Variant))
        choices |= {"population": Variant(prognose)}
    names = {site.name.casefold(): site.id for site in region.sites} | {site.id: site.id for site in region.sites}
    starts: dict[str, int] = {}
    for pair in start or ():
        site, year = _pair(pair, "--start")
        known = names.get(site, names.get(site.casefold()))
        if known is None:
            raise InputError("years_unknown_site", site=site, region=region.manifest.name)
        starts[known] = year
    return outlook.choose_horizon(assumptions, choices | {"start_years": starts}, name="--jaren")


def term_of(jaren: str) -> dict[str, object]:
    """Return the first year and the number of years of '2026-2029'.

    Raises
    ------
    InputError
        `bad_years` when it is something else, or ends before it begins.

    """
    found = _TERM.fullmatch(jaren.strip())
    first, last = (int(found[1]), int(found[2])) if found else (1, 0)
    if last < first:
        raise InputError("bad_years", value=jaren)
    return {"first_year": first, "n_years": last - first + 1}


def endings_of(stopt: list[str] | None) -> tuple[tuple[CoverSource, int], ...]:
    """Return which source ends from which year on."""
    pairs = (_pair(pair, "--stopt") for pair in stopt or ())
    return tuple((outlook.source_of(source), year) for source, year in pairs)


def _pair(text: str, option: str) -> tuple[str, int]:
    """Split 'naam=2027'."""
    name, sign, year = text.rpartition("=")
    if not sign or not name.strip():
        raise InputError("bad_pair", option=option, value=text)
    return name.strip(), int(parse_number(year, option=option, maximum=_MAX_YEAR, is_whole=True))
