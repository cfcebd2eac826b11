"""The assumptions under every figure: the norm, the tariffs, what a class offers and whom it sensibly serves."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from spreiding.catalogue import LLO1, OPEN_PLUS, ROBUUST, Catalogue, Colour, Unit
from spreiding.domain import (
    HOURS_PER_WEEK,
    Frozen,
    Hours,
    KbType,
    Kernfunctie,
    Option,
    Package,
    Vestigingstype,
)
from spreiding.housing import Housing
from spreiding.norms import Norm

_THUISLEZEN: Final = "thuislezen"


class Thuislezen(Frozen):
    """What it costs to let the pupils of a school read at home [€, prijspeil of the tariffs].

    `implementation_eur` is paid once per school and `books_eur_per_pupil` once per pupil; every following year costs
    `eur_per_pupil_per_year`.
    """

    bron: str
    implementation_eur: Annotated[Decimal, Field(ge=0)]
    books_eur_per_pupil: Annotated[Decimal, Field(ge=0)]
    eur_per_pupil_per_year: Annotated[Decimal, Field(ge=0)]


class Tariffs(Frozen):
    """Yearly amounts [€, prijspeil] per branch and per inwoner, and where they apply.

    Without `housing`, the user's own input, every amount is without housing: the catalogue holds none. `thuislezen` is
    no part of the bill of a plan: it is what a school far from every branch could have instead. `colours` are those of
    the services in the catalogue (None: unknown).
    """

    bron: str
    price_year: int
    gemeenten: frozenset[str]
    eur_per_type: Mapping[Vestigingstype, Decimal]
    eur_per_llo1: Mapping[Vestigingstype, Decimal]
    eur_per_inwoner: Mapping[str, Decimal]
    open_plus_eur_per_year: Decimal
    open_plus_eur_once: Decimal
    housing: Housing | None = None
    thuislezen: Thuislezen | None = None
    colours: Mapping[str, Colour | None] = Field(default_factory=dict)

    @classmethod
    def from_catalogue(
        cls,
        catalogue: Catalogue,
        *,
        gemeenten: frozenset[str],
        bron: str = "",
        housing: Housing | None = None,
    ) -> Self:
        """Build the tariffs of branches and inwoners from the services that hold them.

        Every class has a tariff with its own name as code; for LLO 1 only the classes that the catalogue names.

        Raises
        ------
        InputError
            `catalogue_no_service`, `catalogue_no_tariff` or `catalogue_on_quote` when one of them is not there.

        """
        inwoner = [tariff.code for tariff in catalogue.service(ROBUUST).tariffs if tariff.unit is Unit.INWONER]
        return cls(
            bron=bron or catalogue.bron,
            price_year=catalogue.price_year,
            gemeenten=gemeenten,
            eur_per_type={klasse: catalogue.eur(ROBUUST, klasse.value) for klasse in Vestigingstype},
            eur_per_llo1={
                tariff.vestigingstype: catalogue.eur(LLO1, tariff.code)
                for tariff in catalogue.service(LLO1).tariffs
                if tariff.vestigingstype is not None
            },
            eur_per_inwoner={code: catalogue.eur(ROBUUST, code) for code in inwoner},
            open_plus_eur_per_year=catalogue.eur(OPEN_PLUS, "support"),
            open_plus_eur_once=catalogue.eur(OPEN_PLUS, "installatie"),
            housing=housing,
            colours={code: catalogue.service(code).colour for code in (ROBUUST, LLO1, OPEN_PLUS)},
            thuislezen=Thuislezen(
                bron=f"{catalogue.bron}, {catalogue.service(_THUISLEZEN).section}",
                implementation_eur=catalogue.eur(_THUISLEZEN, "implementatie"),
                books_eur_per_pupil=catalogue.eur(_THUISLEZEN, "collectie"),
                eur_per_pupil_per_year=catalogue.eur(_THUISLEZEN, "volgend-jaar"),
            ),
        )

    @model_validator(mode="after")
    def _check_amounts(self) -> Self:
        amounts = [*self.eur_per_type.values(), *self.eur_per_llo1.values(), *self.eur_per_inwoner.values()]
        amounts += [self.open_plus_eur_per_year, self.open_plus_eur_once]
        if any(amount < 0 for amount in amounts):
            message = "a tariff is never negative"
            raise ValueError(message)
        return self


class Catchment(Frozen):
    """How many inwoners [persons] a branch of some class sensibly serves; no upper bound when None."""

    minimum: Annotated[int, Field(ge=0)]
    maximum: Annotated[int, Field(gt=0)] | None = None

    def is_sensible(self, inwoners: float) -> bool:
        """Whether `inwoners` [persons] lies within both bounds."""
        return self.minimum <= inwoners and (self.maximum is None or inwoners <= self.maximum)


class HoursRange(Frozen):
    """Staffed hours per week between two bounds, each included or not: `at_least` ≤ hours, `more_than` < hours, ..."""

    at_least: Hours | None = None
    more_than: Hours | None = None
    at_most: Hours | None = None
    below: Hours | None = None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The bounds that are given [h/week]."""
        given = (self.at_least, self.more_than, self.at_most, self.below)
        return tuple(bound for bound in given if bound is not None)

    @property
    def low(self) -> float:
        """Where the range begins [h/week], itself included or not."""
        return next((bound for bound in (self.at_least, self.more_than) if bound is not None), 0.0)

    @property
    def high(self) -> float:
        """Where the range ends [h/week], itself included or not."""
        return next((bound for bound in (self.at_most, self.below) if bound is not None), HOURS_PER_WEEK)

    def holds(self, hours: float) -> bool:
        """Whether `hours` [h/week] lies within every bound."""
        return (
            (self.at_least is None or hours >= self.at_least)
            and (self.more_than is None or hours > self.more_than)
            and (self.at_most is None or hours <= self.at_most)
            and (self.below is None or hours < self.below)
        )


class KbDefinition(Frozen):
    """How one source tells the types of branches apart by staffed hours per week; what it leaves out has no type."""

    name: str
    bron: str
    hours: Mapping[KbType, HoursRange]

    def type_of(self, staffed_hours: float | None, *, has_collection: bool | None = None) -> KbType | None:
        """Return the type of a branch; None when its hours are unknown or the source names no type for them.

        Only staffed hours count, never those of Open+. Without a collection it is an afhaalpunt at any hour.
        """
        if has_collection is False:
            return KbType.AFHAALPUNT
        if staffed_hours is None:
            return None
        return next((kb_type for kb_type, hours in self.hours.items() if hours.holds(staffed_hours)), None)

    def possible_types(self, staffed_hours: float) -> frozenset[KbType]:
        """Return what a branch with so many hours may be called: its type, or both beside a gap that the source leaves.

        Fewer or more hours than any type has have no name.
        """
        found = self.type_of(staffed_hours)
        if found is not None:
            return frozenset({found})
        below = {kind: hours.high for kind, hours in self.hours.items() if hours.high <= staffed_hours}
        above = {kind: hours.low for kind, hours in self.hours.items() if hours.low >= staffed_hours}
        if not below or not above:
            return frozenset()
        return frozenset({max(below, key=below.__getitem__), min(above, key=above.__getitem__)})

    @model_validator(mode="after")
    def _check_apart(self) -> Self:
        bounds = sorted({0.0, HOURS_PER_WEEK, *(bound for hours in self.hours.values() for bound in hours.bounds)})
        between = [(low + high) / 2 for low, high in pairwise(bounds)]
        if any(sum(hours.holds(point) for hours in self.hours.values()) > 1 for point in [*bounds, *between]):
            message = "no number of hours has two types"
            raise ValueError(message)
        return self


class Aversion(Frozen):
    """How heavily long distances weigh in the Kolm-Pollak equivalent.

    `epsilon` is the choice. `kappa_per_m` [1/m] follows from it and today's situation (see `equity.aversion`); None
    until that is known. Later plans keep it, otherwise their equivalents could not be compared.
    """

    epsilon: Annotated[float, Field(gt=0)] = 1.0
    kappa_per_m: Annotated[float, Field(ge=0)] | None = None


class Uitgangspunten(Frozen):
    """The assumptions under every figure: the norm, the tariffs, what a class offers and whom it sensibly serves.

    Catchments warn, they never forbid. `staffed_hours` [h/week] are those of a class where nobody told the hours of a
    branch. `kb_definitions` are the names that sources give to a branch, by its staffed
    hours; the first is the usual one.
    """

    norm: Norm
    tariffs: Tariffs
    kernfuncties: Mapping[Vestigingstype, Mapping[Package, frozenset[Kernfunctie]]]
    catchments: Mapping[Vestigingstype, Catchment] = Field(default_factory=dict)
    staffed_hours: Mapping[Vestigingstype, Hours] = Field(default_factory=dict)
    kb_definitions: tuple[KbDefinition, ...] = ()
    aversion: Aversion = Aversion()

    def offered(self, option: Option) -> frozenset[Kernfunctie]:
        """Kernfuncties that `option` offers; none when its class is unknown or the package has no tariff."""
        if option.type is None:
            return frozenset()
        return self.kernfuncties[option.type].get(option.package, frozenset())
