"""The vocabulary: what a branch can be, what a norm asks, what a plan is. No arrays, no files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

HOURS_PER_WEEK: Final = 168.0

Hours = Annotated[float, Field(ge=0, le=HOURS_PER_WEEK)]


class Frozen(BaseModel):
    """A record that a user enters or a file stores: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _sorted(value: object) -> object:
    """Replace sets by sorted lists, so that equal records give equal text in every process."""
    if isinstance(value, Mapping):
        return {str(key): _sorted(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(part) for part in value)
    return value


class Modality(StrEnum):
    """How an inhabitant travels."""

    AUTO = "auto"
    FIETS = "fiets"
    EBIKE = "e-bike"
    LOPEN = "lopen"


class Vestigingstype(StrEnum):
    """Tariff class of a branch (activiteitencatalogus 2025, §2.2), from large to small."""

    GROOT = "groot"
    MIDDELGROOT = "middelgroot"
    KLEIN = "klein"
    SERVICEPUNT = "servicepunt"

    @property
    def rank(self) -> int:
        """Size order: servicepunt 1, klein 2, middelgroot 3, groot 4."""
        return len(Vestigingstype) - list(Vestigingstype).index(self)


class Huisvesting(StrEnum):
    """The kind of building a branch is housed in; unknown is `None`, never a member."""

    ZELFSTANDIG = "zelfstandig"
    MFA = "mfa"
    SCHOOL = "school"
    GEMEENTEHUIS = "gemeentehuis"
    DORPSHUIS = "dorpshuis"
    CULTUURCENTRUM = "cultuurcentrum"
    ZORGCENTRUM = "zorgcentrum"


class Kernfunctie(IntEnum):
    """The five library functions of the Wsob, article 5."""

    KENNIS_EN_INFORMATIE = 1
    ONTWIKKELING_EN_EDUCATIE = 2
    LEZEN_EN_LITERATUUR = 3
    ONTMOETING_EN_DEBAT = 4
    KUNST_EN_CULTUUR = 5


class Package(StrEnum):
    """Programme package bought for a branch (activiteitencatalogus 2025, §3.2)."""

    GEEN = "geen"
    LLO1 = "llo1"


class KbType(StrEnum):
    """What KB and CBS call a branch; not to be determined is `None`, never a member."""

    VESTIGING = "vestiging"
    SERVICEPUNT = "servicepunt"
    MINISERVICEPUNT = "miniservicepunt"
    AFHAALPUNT = "afhaalpunt"


class Label(StrEnum):
    """What authority a norm has. Nothing in this program ever claims to satisfy 'the law'."""

    WET = "wet"
    WETSVOORSTEL = "wetsvoorstel"
    BELEID = "beleid"
    EIGEN_KEUZE = "eigen keuze"


class Option(Frozen):
    """One way to run a branch: class × huisvesting × package, with or without Open+.

    An unknown class or huisvesting is `None`: the branch is open, its cost and functions are not known.
    """

    type: Vestigingstype | None
    huisvesting: Huisvesting | None = None
    package: Package = Package.GEEN
    open_plus: bool = False


class Predicate(Frozen):
    """What a branch must be, to count for a norm; without conditions any branch counts.

    A branch of unknown class satisfies only a predicate without conditions.
    """

    minimum_type: Vestigingstype | None = None
    kernfuncties: frozenset[Kernfunctie] = frozenset()

    def is_satisfied(self, option: Option, kernfuncties: frozenset[Kernfunctie]) -> bool:
        """Whether `option`, offering `kernfuncties`, counts."""
        if self.minimum_type is not None and (option.type is None or option.type.rank < self.minimum_type.rank):
            return False
        return self.kernfuncties <= kernfuncties


class Norm(Frozen):
    """At most `max_m` metres by road to a branch that satisfies `predicate`; `max_m` itself is within.

    Every norm is editable and carries its source (`bron`) and authority (`label`).
    """

    name: str
    max_m: Annotated[float, Field(gt=0)]
    modality: Modality = Modality.AUTO
    predicate: Predicate = Predicate()
    bron: str
    label: Label


class Tariffs(Frozen):
    """Yearly amounts [€, prijspeil] per branch and per inwoner, and where they apply.

    `eur_per_huisvesting` is a user's own input: the catalogue holds no housing costs.
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


class Uitgangspunten(Frozen):
    """The assumptions under every figure: the norm, the tariffs, what a class offers and whom it sensibly serves.

    Catchments warn, they never forbid. `kb_definitions` are the names that sources give to a branch, by its staffed
    hours; the first is the usual one.
    """

    norm: Norm
    tariffs: Tariffs
    kernfuncties: Mapping[Vestigingstype, Mapping[Package, frozenset[Kernfunctie]]]
    catchments: Mapping[Vestigingstype, Catchment] = Field(default_factory=dict)
    kb_definitions: tuple[KbDefinition, ...] = ()

    def offered(self, option: Option) -> frozenset[Kernfunctie]:
        """Kernfuncties that `option` offers; none when its class is unknown or the package has no tariff."""
        if option.type is None:
            return frozenset()
        return self.kernfuncties[option.type].get(option.package, frozenset())

    def canonical_json(self) -> str:
        """Return the assumptions as JSON with sorted keys and sets, for fingerprints."""
        return json.dumps(_sorted(self.model_dump()), sort_keys=True, default=str)


class Plan(Frozen):
    """Which sites are open, and as what: pairs (site id, option), sorted by id, each id once."""

    options: tuple[tuple[str, Option], ...]

    @classmethod
    def of(cls, options: Mapping[str, Option] | Iterable[tuple[str, Option]]) -> Self:
        """Build a plan from a mapping or pairs in any order."""
        pairs = options.items() if isinstance(options, Mapping) else options
        return cls(options=tuple(sorted(pairs, key=lambda pair: pair[0])))

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        ids = [site_id for site_id, _ in self.options]
        if ids != sorted(set(ids)):
            message = "the ids of a plan are sorted and unique"
            raise ValueError(message)
        return self

    @cached_property
    def by_id(self) -> dict[str, Option]:
        """The open sites as a dictionary id → option."""
        return dict(self.options)


def fingerprint(*parts: str) -> str:
    """SHA-256 (64 hexadecimal digits) over `parts` in order; equal fingerprints mean equal inputs."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        # The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()
