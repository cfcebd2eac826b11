"""What the options of several commands mean: assumptions and gemeenten."""

from pathlib import Path

from spreiding import billing, workflow
from spreiding.domain import Modality
from spreiding.errors import InputError
from spreiding.ui.numbers import parse_number
from spreiding.uitgangspunten import Uitgangspunten

# Further than round the earth [m]: nobody asks for that.
MAX_NORM_M = 40_000_000


def uitgangspunten_of(
    norm_m: str | None = None, modality: str | None = None, *, housing: Path | None = None
) -> Uitgangspunten:
    """Return the standard assumptions with the distance, modality and housing of the command line."""
    metres = (
        None if norm_m is None else float(parse_number(norm_m, option="--norm-m", maximum=MAX_NORM_M, is_positive=True))
    )
    if modality is not None and modality not in list(Modality):
        raise InputError("unknown_modality", value=modality, known=", ".join(Modality))
    standard = workflow.default_uitgangspunten(norm_m=metres, modality=None if modality is None else Modality(modality))
    return standard if housing is None else billing.with_housing(standard, billing.find_housing(housing))


def gemeente_codes(region: workflow.Region, wanted: list[str] | None) -> frozenset[str] | None:
    """Return the codes of gemeenten given by code or name; None when none are given."""
    if not wanted:
        return None
    codes = {gemeente.code.lower(): gemeente.code for gemeente in region.gemeenten}
    codes |= {gemeente.name.lower(): gemeente.code for gemeente in region.gemeenten}
    for name in wanted:
        if name.lower() not in codes:
            known = ", ".join(gemeente.name for gemeente in region.gemeenten)
            raise InputError("unknown_gemeente", gemeente=name, known=known)
    return frozenset(codes[name.lower()] for name in wanted)
