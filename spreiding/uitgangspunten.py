"""The assumptions under every figure: the norm, the tariffs, what a class offers and whom it sensibly serves."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from spreiding.domain import (
    HOURS_PER_WEEK,
    Frozen,
    Hours,
    Huisvesting,
    KbType,
    Kernfunctie,
    Option,
    Package,
    Vestigingstype,
)
from spreiding.norms import Norm


class Thuislezen(Frozen):
    """What it costs to let the pupils of a school read at home [€, prijspeil of the tariffs].

    `implementation_eur` is paid once per school, and `n_books` books of `eur_per_book` per pupil are bought once; every
    following year costs `eur_per_pupil_per_year`.
    """

    bron: str
    implementation_eur: Annotated[Decimal, Field(ge=0)]
    n_books: Annotated[int, Field(ge=0)]
    eur_per_book: Annotated[Decimal, Field(ge=0)]
    eur_per_pupil_per_year: Annotated[Decimal, Field(ge=0)]


class Tariffs(Frozen):
    """Yearly amounts [€, prijspeil] per branch and per inwoner, and where they apply.

    `eur_per_huisvesting` is a user's own input: the catalogue holds no housing costs. `thuislezen` is no part of the
    bill of a plan: it is what a school far from every branch could have instead.
    """

    bron: str
    price_year: int
    gemeenten: frozenset[str]
    eur_per_type: Mapping[Vestigingstype, Decimal]
    eur_per_llo1: Mapping[Vestigingstype, Decimal]
    eur_per_inwoner: Mapping[str, Decimal]
    open_plus_eur_per_year: Decimal
    open_plus_eur_once: Decimal
    eur_per_huisvesting: Mapping[Huisvesting, Decimal] = Field(default_factory=dict)
    thuislezen: Thuislezen | None = None

    @model_validator(mode="after")
    def _check_amounts(self) -> Self:
        amounts = [*self.eur_per_type.values(), *self.eur_per_llo1.values(), *self.eur_per_inwoner.values()]
        amounts += [*self.eur_per_huisvesting.values(), self.open_plus_eur_per_year, self.open_plus_eur_once]
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
