"""The words of a bill: what a line pays for, and the sentences around the amounts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from spreiding.bills import Bill
from spreiding.catalogue import Catalogue, Colour, Unit
from spreiding.costs import CostKind, CostLine
from spreiding.fields import place_names
from spreiding.region import Region
from spreiding.ui import labels
from spreiding.ui.numbers import UNKNOWN, cents, euros
from spreiding.uitgangspunten import Tariffs

TITLE: Final = "Kosten"
COLOURS: Final[Mapping[Colour | None, str]] = {
    Colour.BASIS: "Basis",
    Colour.BASIS_PLUS: "Basis Plus",
    None: "kleur onbekend",
}
KINDS: Final[Mapping[CostKind, str]] = {
    CostKind.TYPE: "vestiging",
    CostKind.PACKAGE: "pakket",
    CostKind.OPEN_PLUS: "Open+",
    CostKind.HUISVESTING: "huisvesting",
    CostKind.INWONERS: "per inwoner",
    CostKind.SERVICE: "dienst",
}
PER_YEAR, PER_INWONER, CHANGE = "Per jaar", "Per inwoner per jaar", "Verschil met nu per jaar"
HOUSING, ONCE = "Huisvesting", "Eenmalig"
SUBSIDY, ABOVE_SUBSIDY = "Subsidie van nu", "Meer dan de subsidie"
OF_BRANCHES: Final = "Van elke € 100 hangt {eur} af van aantal en soort vestigingen; de rest ligt daar niet aan."
PRICE_LEVEL: Final = "Prijspeil {year}, exclusief indexering. Bron: {bron}."
WITHOUT_HOUSING: Final = "Exclusief huisvesting: daarvoor is geen prijs per m² ingevuld."
NO_HOUSING_KNOWN: Final = "Exclusief huisvesting: de ingevulde prijs per m² geldt hier voor geen enkele vestiging."
WITH_HOUSING: Final = "Inclusief huisvesting. Bron: {bron}."
INCOMPLETE: Final = "De rekening is onvolledig; wat onbekend is, telt nergens mee:"
NO_BILL: Final = "Hier is geen enkel tarief bekend."
# On the screen.
LINES, BOUGHT, SUBTOTALS = "Regel voor regel", "Afname en aantallen", "Opgeteld"
OF_HUNDRED: Final = "Van elke € 100 door vestigingen"
NOT_INCLUDED: Final = "niet inbegrepen"
INCLUDING, EXCLUDING = "inclusief huisvesting", "exclusief huisvesting"
IS_TODAY: Final = "dit is de huidige situatie"
NOT_PER_INWONER: Final = "zolang een deel van de rekening onbekend is, zegt dit niets"
NOT_KNOWN: Final = "Niet alles is bekend ({n}): dit telt nergens mee"
DOWNLOAD: Final = "Download als Excel"
PICK_GEMEENTE: Final = "Kies links een gemeente om elke regel van haar rekening te zien."
PICK_GEMEENTE_FIRST: Final = "Kies links een gemeente: afname, aantallen en subsidie horen bij één gemeente."
ABOUT_COLOURS: Final = (
    "Basis en Basis Plus zijn de kleuren van de catalogus; in de tekst daarvan gingen zij grotendeels verloren, dus "
    "van de meeste regels is de kleur onbekend."
)
KNOWN_ONLY: Final = ", alleen wat bekend is"
DEARER, CHEAPER = "meer dan nu", "minder dan nu"
STALE: Final = "Zolang dit niet klopt, rekent de pagina met wat hier eerder stond."
_SUBSIDY_MORE: Final = "Dat is {eur} meer dan de subsidie van nu ({subsidy} per jaar)."
_SUBSIDY_LESS: Final = "Dat is {eur} minder dan de subsidie van nu ({subsidy} per jaar)."
_SUBSIDY_SAME: Final = "Dat is precies de subsidie van nu ({subsidy} per jaar)."
_PART: Final = "{service}: {part}"
_ASSUMED_YEARLY: Final = " (elk jaar gerekend; hoe vaak, zegt de catalogus niet)"
_OWN_AMOUNT: Final = "eigen bedrag"
_BRANCH_LINE: Final = "{site}: {what}"


@dataclass(frozen=True)
class Names:
    """How the branches, gemeenten (CBS code) and services on a bill are called."""

    sites: Mapping[str, str]
    gemeenten: Mapping[str | None, str]
    services: Mapping[str, str]
    per_inwoner: Mapping[str, str]

    @classmethod
    def of(cls, region: Region, catalogue: Catalogue) -> Self:
        """Collect the names of a region and of the services of `catalogue`."""
        return cls(
            sites=place_names(region),
            gemeenten={gemeente.code: gemeente.name for gemeente in region.gemeenten},
            services={service.code: service.name for service in catalogue.services},
            per_inwoner={
                tariff.code: tariff.name
                for service in catalogue.services
                for tariff in service.tariffs
                if tariff.unit is Unit.INWONER
            },
        )

    def line(self, line: CostLine) -> str:
        """Return what a line pays for: 'Beilen: middelgroot', 'Taalhuis: lokaal taalnetwerk'."""
        if line.kind is CostKind.SERVICE:
            service = self.services.get(line.service, line.service)
            assumed = _ASSUMED_YEARLY if line.is_assumed_yearly else ""
            return f"{part_of(service, line.description)}{assumed}"
        if line.kind is CostKind.INWONERS:
            return self.per_inwoner.get(line.description, line.description).capitalize()
        return _BRANCH_LINE.format(site=self.sites.get(line.site_id or "", line.site_id), what=_of_branch(line))


def part_of(service: str, part: str) -> str:
    """Name a part of a service; its own words are left out where the service says them all already."""
    said, words = (set(re.findall(r"\w+", text.casefold())) for text in (service, part))
    return service if words <= said else _PART.format(service=service, part=part)


def _of_branch(line: CostLine) -> str:
    """Return what of a branch a line pays for."""
    match line.kind:
        case CostKind.PACKAGE:
            return labels.LLO1
        case CostKind.HUISVESTING:
            forms = {form.value: word for form, word in labels.HUISVESTING.items() if form is not None}
            return f"huisvesting, {forms[line.description]} (m²)"
        case CostKind.OPEN_PLUS:
            return "Open+, support en service"
        case _:
            return line.description or _OWN_AMOUNT


def colour_of(line: CostLine) -> str:
    """Return how the catalogue marks what a line pays for; a dash for housing, which it does not hold."""
    if line.kind is CostKind.HUISVESTING:
        return labels.NOTHING
    return UNKNOWN if line.colour is None else COLOURS[line.colour]


def frequency_of(line: CostLine) -> str:
    """Return whether a line is paid every year or once."""
    return "eenmalig" if line.is_once else "per jaar"


def of_branches(bill: Bill) -> str | None:
    """Return which part of the bill hangs on the branches, as a sentence; None when nothing is known."""
    eur = bill.of_every_hundred_eur
    return None if eur is None else OF_BRANCHES.format(eur=cents(eur))


def price_level(tariffs: Tariffs) -> str:
    """Return of which year the amounts are, and whose they are."""
    return PRICE_LEVEL.format(year=tariffs.price_year, bron=tariffs.bron)


def housing_sentence(tariffs: Tariffs, *, has_housing: bool) -> str:
    """Return whether housing is in the amounts."""
    if tariffs.housing is None:
        return WITHOUT_HOUSING
    return WITH_HOUSING.format(bron=tariffs.housing.bron) if has_housing else NO_HOUSING_KNOWN


def against_subsidy(bill: Bill) -> str:
    """Return how the bill lies beside what is paid today; empty when either is unknown."""
    above = bill.above_subsidy_eur
    if above is None:
        return ""
    template = _SUBSIDY_SAME if above == 0 else _SUBSIDY_MORE if above > 0 else _SUBSIDY_LESS
    return template.format(eur=euros(abs(above)), subsidy=euros(bill.subsidy_eur))
