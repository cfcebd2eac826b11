"""The activiteitencatalogus: which services there are, for whom, and at what tariff. Facts; the bill is `costs`."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.domain import Frozen, Kernfunctie, Vestigingstype
from spreiding.errors import InputError
from spreiding.norms import Text

# The word of a file for what its source does not tell. Inside it is None; a file may not leave it out in silence.
UNKNOWN: Final = "onbekend"
# The services that hold the tariffs of branches and inwoners.
ROBUUST, LLO1, OPEN_PLUS = "robuuste-bibliotheek", "llo-1", "open-plus"


class Colour(StrEnum):
    """How the catalogue marks a service (§ 1.2): for every gemeente, or by choice of one."""

    BASIS = "basis"
    BASIS_PLUS = "basis plus"


class ProgrammeLine(StrEnum):
    """The four programme lines of the catalogue (§ 1.1)."""

    ROBUUST = "robuuste bibliotheek"
    LEVEN_LANG_ONTWIKKELEN = "leven lang ontwikkelen"
    GELETTERD = "geletterde samenleving"
    PARTICIPATIE = "participatie"


class Unit(StrEnum):
    """What a tariff is counted by. A `DEELNAME` is one participant in one activity."""

    VESTIGING = "vestiging"
    INWONER = "inwoner"
    GEMEENTE = "gemeente"
    KINDEROPVANGLOCATIE = "kinderopvanglocatie"
    CONSULTATIEBUREAU = "consultatiebureau"
    SCHOOL = "school"
    LEERLING = "leerling"
    UUR = "uur"
    PAKKET = "pakket"
    ACTIVITEIT = "activiteit"
    DEELNAME = "deelname"
    MAKERSPLAATS = "makersplaats"
    LESKIST = "leskist"
    PLAN = "plan van aanpak"


class Frequency(StrEnum):
    """Whether a tariff is paid once or every year."""

    ONCE = "incidenteel"
    YEARLY = "structureel"


class Payer(StrEnum):
    """Who pays a tariff; what another than the gemeente pays is no line of its bill."""

    GEMEENTE = "gemeente"
    SCHOOL = "school"
    DEELNEMER = "deelnemer"


class Vat(StrEnum):
    """Whether a tariff holds btw, where the catalogue says so."""

    EXCLUSIVE = "exclusief"
    INCLUSIVE = "inclusief"


Known = TypeVar("Known")


def _unknown_to_none(value: object) -> object:
    return None if value == UNKNOWN else value


def _only_text(value: object) -> object:
    """Refuse an amount that passed through binary arithmetic."""
    if isinstance(value, str | Decimal):
        return value
    raise PydanticCustomError("no_decimal_text", "an amount is a decimal in text")


OrUnknown = Annotated[Known | None, BeforeValidator(_unknown_to_none)]
Eur = Annotated[Decimal, BeforeValidator(_only_text), Field(ge=0, max_digits=10, decimal_places=2)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Section = Annotated[str, Field(pattern=r"^§ [1-9]\.[1-9][0-9]?$")]
Count = Annotated[int, Field(ge=1)]


class CatalogueTariff(Frozen):
    """One tariff of a service [€, prijspeil of the catalogue, without indexation].

    `eur` is the price of one piece, and a unit takes `pieces` of them. A tariff on quote has no amount: the user
    enters it. `activities` are those per year that the tariff pays for; in `first_year` of the service it starts.
    An unknown unit, frequency or payer is None.
    """

    code: Slug
    name: Text
    unit: OrUnknown[Unit]
    frequency: OrUnknown[Frequency]
    eur: Eur | None = None
    is_quote: bool = False
    is_indicative: bool = False
    pieces: Count = 1
    vestigingstype: Vestigingstype | None = None
    activities: Count | None = None
    first_year: Count = 1
    payer: OrUnknown[Payer] = Payer.GEMEENTE
    vat: Vat | None = None
    remark: str = ""

    @property
    def eur_per_unit(self) -> Decimal | None:
        """Amount [€] per unit; None when it is on quote."""
        return None if self.eur is None else self.pieces * self.eur

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.is_quote == (self.eur is not None):
            raise PydanticCustomError("amount_or_quote", "either an amount or on quote")
        if self.vestigingstype is not None and self.unit is not Unit.VESTIGING:
            raise PydanticCustomError("class_without_branch", "only a tariff per branch has a class")
        return self


class CatalogueService(Frozen):
    """A service of the catalogue and the section that describes it.

    An unknown colour is None. Without `programme_line` or `target_group` the catalogue gives none.
    """

    code: Slug
    name: Text
    section: Section
    colour: OrUnknown[Colour]
    kernfuncties: frozenset[Kernfunctie]
    programme_line: ProgrammeLine | None = None
    target_group: Text | None = None
    tariffs: tuple[CatalogueTariff, ...] = Field(min_length=1)

    @property
    def is_quote(self) -> bool:
        """Whether every tariff is on quote: nothing is known without what the user enters."""
        return all(tariff.is_quote for tariff in self.tariffs)

    @model_validator(mode="after")
    def _check_codes(self) -> Self:
        if doubles(tariff.code for tariff in self.tariffs):
            raise PydanticCustomError("double_tariff", "every tariff of a service has a code of its own")
        return self


class Catalogue(Frozen):
    """All services of one edition; amounts are of `price_year`."""

    name: Text
    bron: Text
    price_year: Annotated[int, Field(ge=2000, le=2100)]
    services: tuple[CatalogueService, ...] = Field(min_length=1)

    def service(self, code: str) -> CatalogueService:
        """Return the service with this code.

        Raises
        ------
        InputError
            `catalogue_no_service` with the codes that are known.

        """
        found = next((service for service in self.services if service.code == code), None)
        if found is None:
            known = ", ".join(service.code for service in self.services)
            raise InputError("catalogue_no_service", service=code, catalogue=self.name, known=known)
        return found

    def tariff(self, service: str, code: str) -> CatalogueTariff:
        """Return the tariff with this code of the service with code `service`.

        Raises
        ------
        InputError
            `catalogue_no_service`, or `catalogue_no_tariff` with the codes that are known.

        """
        tariffs = self.service(service).tariffs
        found = next((tariff for tariff in tariffs if tariff.code == code), None)
        if found is None:
            known = ", ".join(tariff.code for tariff in tariffs)
            raise InputError("catalogue_no_tariff", service=service, tariff=code, catalogue=self.name, known=known)
        return found

    def eur(self, service: str, code: str) -> Decimal:
        """Return the amount [€] per unit of a tariff.

        Raises
        ------
        InputError
            As `tariff`, or `catalogue_on_quote` when there is no amount until the user enters it.

        """
        amount = self.tariff(service, code).eur_per_unit
        if amount is None:
            raise InputError("catalogue_on_quote", service=service, tariff=code, catalogue=self.name)
        return amount

    @model_validator(mode="after")
    def _check_codes(self) -> Self:
        if doubles(service.code for service in self.services):
            raise PydanticCustomError("double_service", "every service has a code of its own")
        return self


def doubles(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that occur more than once, each once, in order of their second occurrence."""
    seen: set[str] = set()
    double: dict[str, None] = {}
    for code in codes:
        if code in seen:
            double[code] = None
        seen.add(code)
    return tuple(double)
