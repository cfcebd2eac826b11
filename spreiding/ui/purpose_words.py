"""What a branch above klein is there for, in Dutch."""

from collections.abc import Iterable, Mapping
from typing import Final

from spreiding.optimise.purposes import Purpose
from spreiding.optimise.result import RuleName
from spreiding.ui import labels
from spreiding.ui.numbers import hours

MORE_HOURS: Final = "{hours} per week meer bemand dan een kleine"
RULES: Final[Mapping[str, str]] = {
    RuleName.MIN_SHARE: "het aandeel inwoners binnen de norm",
    RuleName.LARGEST: "de grootste klasse van de gemeente",
    RuleName.FIXED: "een kleine is hier geen keuze",
}
NORM: Final = "de norm '{norm}'"
NOTHING: Final = "niets dat een kleine hier niet biedt"


def purposes(found: Iterable[Purpose]) -> dict[str, str]:
    """Return in words what each branch (site id) above klein is there for."""
    return {each.site_id: _purpose(each) for each in found}


def _purpose(purpose: Purpose) -> str:
    parts = [labels.KERNFUNCTIES[function] for function in sorted(purpose.kernfuncties)]
    parts += [RULES.get(rule, NORM.format(norm=rule)) for rule in purpose.rules]
    if purpose.extra_hours is not None and purpose.extra_hours > 0:
        parts.append(MORE_HOURS.format(hours=hours(purpose.extra_hours)))
    return "; ".join(parts) or NOTHING
