"""Which markers stand on the map and how they look: size and colour by class, changes with a thick edge."""

from collections.abc import Mapping
from typing import Final

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.ui import labels
from spreiding.ui.maps import Look, Marker

_INK: Final = "#1a1a1a"
_PAPER: Final = "#ffffff"
# Okabe and Ito: warm colours that stand out on YlGnBu, also for the colour blind; size says the same.
LOOKS: Final[Mapping[Vestigingstype | None, Look]] = {
    Vestigingstype.GROOT: Look(10, "#d55e00", _INK, 1.5),
    Vestigingstype.MIDDELGROOT: Look(8.5, "#e69f00", _INK, 1.5),
    Vestigingstype.KLEIN: Look(7, "#f0e442", _INK, 1.5),
    Vestigingstype.SERVICEPUNT: Look(5.5, "#cc79a7", _INK, 1.5),
    None: Look(6.5, "#bdbdbd", _INK, 1.5),
}
CLOSED: Final = Look(7, _PAPER, _INK, 2, "3 3")
CANDIDATE: Final = Look(3.5, _PAPER, "#555555", 1.2)
_CHANGED_PX: Final = 4.0
CHANGED: Final = Look(7, _PAPER, _INK, _CHANGED_PX)
_SELECTED: Final = "#0072b2"
_SELECTED_PX: Final = 5.0


def build_markers(
    region: Region, plan: Plan, *, shows_candidates: bool = False, selected: str | None = None
) -> list[Marker]:
    """Markers of open and closed branches, and of candidates if asked; the selected site always, on top."""
    names = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    markers = []
    for site in region.sites:
        option = plan.by_id.get(site.id)
        is_candidate = option is None and site.today is None
        if is_candidate and not shows_candidates and site.id != selected:
            continue
        look = _look(site, option)
        if site.id == selected:
            look = Look(look.radius + 2, look.fill, _SELECTED, _SELECTED_PX, look.dash)
        markers.append(Marker(site.id, site.x_m, site.y_m, look, _lines(site, option, names)))
    # Small above large, so that no marker hides another; candidates below branches.
    return sorted(
        markers, key=lambda marker: (marker.site_id == selected, marker.look != CANDIDATE, -marker.look.radius)
    )


def legend_looks(region: Region, plan: Plan, *, shows_candidates: bool) -> list[tuple[Look, str]]:
    """Return the looks that the map uses, with their words: every class, and what else occurs."""
    changed = [site for site in region.sites if plan.by_id.get(site.id) != site.today]
    looks = [(look, labels.TYPES[klasse]) for klasse, look in LOOKS.items()]
    if changed:
        looks.append((CHANGED, labels.CHANGED_BRANCH))
    if any(site.id not in plan.by_id for site in changed):
        looks.append((CLOSED, labels.CLOSED_BRANCH))
    if shows_candidates:
        looks.append((CANDIDATE, labels.CANDIDATE))
    return looks


def _look(site: Site, option: Option | None) -> Look:
    if option is None:
        return CLOSED if site.today is not None else CANDIDATE
    look = LOOKS[option.type]
    return look if option == site.today else Look(look.radius, look.fill, _INK, _CHANGED_PX)


def _lines(site: Site, option: Option | None, names: Mapping[str, str]) -> tuple[str, ...]:
    """Tooltip of a site: name, place and gemeente, what it is, and what it is today when that differs."""
    where = ", ".join(part for part in (site.place, names.get(site.gemeente or "", "")) if part)
    now = labels.CANDIDATE if option is None and site.today is None else labels.option(option)
    lines = [site.name, where, now]
    if option != site.today and site.today is not None:
        lines.append(labels.TODAY.format(option=labels.option(site.today)))
    return tuple(line for line in lines if line)
