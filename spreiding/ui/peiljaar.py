"""The words of a future year: which forecast counts, and for whom it does not."""

from collections.abc import Mapping
from typing import Final

from spreiding.demand import Variant
from spreiding.region import Region
from spreiding.ui.numbers import whole

YEAR, NOW, VARIANT = "Peiljaar", "Nu", "Prognose"
VARIANTS: Final[Mapping[Variant, str]] = {
    Variant.MIDDEN: "verwachting",
    Variant.LAAG: "ondergrens (67%-interval)",
    Variant.HOOG: "bovengrens (67%-interval)",
}
_LINE: Final = (
    "Peiljaar {year}: prognose, {variant}; leeftijdsopbouw: aanname (als nu). Elk vierkant groeit of krimpt mee met "
    "zijn gemeente; kosten blijven op het prijspeil van nu."
)
_INTERPOLATED: Final = (
    " De bron geeft {year} niet zelf: dit ligt op een rechte lijn tussen twee jaren die zij wel geeft."
)
_WITHOUT: Final = (
    " Zonder prognose, dus met de inwoners van nu: {names} (maar voor een deel in deze regio, of gevormd na de "
    "indeling van de prognose)."
)
_UNSCALED: Final = " {persons} inwoners blijven zoals nu."


def projection_line(region: Region) -> str | None:
    """Return what the year shown rests on; None for today."""
    shown = region.projection
    if shown is None:
        return None
    names = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    line = _LINE.format(year=shown.year, variant=VARIANTS[shown.variant])
    line += _INTERPOLATED.format(year=shown.year) if shown.is_interpolated else ""
    if shown.without_forecast:
        line += _WITHOUT.format(names=", ".join(names[code] for code in shown.without_forecast))
    return line + (_UNSCALED.format(persons=whole(shown.inwoners_unscaled)) if shown.inwoners_unscaled > 0 else "")
