"""The two scenarios of the example that come from the sources, derived from today's branches."""

from collections.abc import Callable, Mapping
from typing import Final

from spreiding.domain import Huisvesting, Option, Vestigingstype
from spreiding.scenario import Change, Scenario
from spreiding.supply import Site

# The organisation whose plans these are; the libraries of Assen, Emmen and Hoogeveen are not part of it.
ORGANISATION: Final = "Bind"

_MIDDEN_DRENTHE: Final[Mapping[str, tuple[Huisvesting, str]]] = {
    "bibliotheek-beilen": (Huisvesting.GEMEENTEHUIS, "In of aan het gemeentehuis, bij de vernieuwing daarvan."),
    "bibliotheek-smilde": (Huisvesting.MFA, "In de nieuwe MFA."),
    "bibliotheek-bovensmilde": (Huisvesting.DORPSHUIS, "Samen met dorpshuis De Spil."),
}


def build_scenarios(sites: tuple[Site, ...]) -> tuple[Scenario, ...]:
    """Derive 'Visie Midden-Drenthe' and 'Spreidingsplan' from today's branches."""
    return _visie(sites), _spreidingsplan(sites)


def _visie(sites: tuple[Site, ...]) -> Scenario:
    return Scenario(
        id="visie-midden-drenthe",
        name="Visie Midden-Drenthe",
        description=(
            "Beilen in het gemeentehuis, Smilde in de nieuwe MFA en Bovensmilde in dorpshuis De Spil. "
            "Dit scenario verschilt alleen in huisvesting van de huidige situatie: plaats, klasse, pakket en "
            "Open+ blijven gelijk, dus ook de afstanden en de tarieven. Wat de huisvesting zelf kost, staat in "
            "geen enkele bron en is uw eigen invoer."
        ),
        bron="Visie Bibliotheekwerk 2023-2030, gemeente Midden-Drenthe (bron 000), § 5.4, 'Locaties'",
        changes=_changes(sites, _rehoused, {site: note for site, (_, note) in _MIDDEN_DRENTHE.items()}),
    )


def _spreidingsplan(sites: tuple[Site, ...]) -> Scenario:
    own = tuple(site for site in sites if site.organisation == ORGANISATION)
    largest: dict[str | None, int] = {}
    for site in own:
        if site.today is not None and site.today.type is not None:
            largest[site.gemeente] = max(largest.get(site.gemeente, 0), site.today.type.rank)

    def shrunk(site: Site, today: Option) -> Option:
        is_satellite = today.type is Vestigingstype.KLEIN and today.type.rank < largest[site.gemeente]
        return today.model_copy(update={"type": Vestigingstype.SERVICEPUNT}) if is_satellite else today

    return Scenario(
        id="spreidingsplan",
        name="Spreidingsplan",
        description=(
            "Per gemeente blijven de vestigingen van de grootste klasse zoals ze zijn; elke andere kleine vestiging "
            "wordt een servicepunt. Dit is onze uitwerking van het streven naar één grotere vestiging per gemeente "
            "met de overige locaties als satellieten. Het plan is van Bind en gaat over zijn negen gemeenten; "
            "Assen, Emmen en Hoogeveen hebben een eigen bibliotheekorganisatie en veranderen niet."
        ),
        bron="Activiteitencatalogus 2025, Biblionet Drenthe (bron 003), § 2.1, punt 1 van het spreidingsplan",
        changes=_changes(own, shrunk, {}),
    )


def _rehoused(site: Site, today: Option) -> Option:
    if site.id not in _MIDDEN_DRENTHE:
        return today
    return today.model_copy(update={"huisvesting": _MIDDEN_DRENTHE[site.id][0]})


def _changes(
    sites: tuple[Site, ...], change: Callable[[Site, Option], Option], notes: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return the sites whose option `change` alters, sorted by id."""
    changed = [
        Change(site_id=site.id, option=option, note=notes.get(site.id, ""))
        for site in sorted(sites, key=lambda site: site.id)
        if site.today is not None and (option := change(site, site.today)) != site.today
    ]
    return tuple(changed)
