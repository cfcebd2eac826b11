"""What a norm asks: its source and authority, what counts for it, and how near or how many. No arrays, no files."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from spreiding.domain import (
    HOURS_PER_WEEK,
    Frozen,
    Hours,
    Huisvesting,
    KbType,
    Kernfunctie,
    Modality,
    Service,
    Vestigingstype,
    Voorzieningsvorm,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Share = Annotated[float, Field(gt=0, le=1)]
Metres = Annotated[float, Field(gt=0, le=1_000_000)]
Minutes = Annotated[float, Field(gt=0, le=10_000)]
Persons = Annotated[float, Field(ge=0)]


# A hundred branches that are always open [h/week]: nobody can reach more.
_MOST_HOURS: Final = 100 * HOURS_PER_WEEK


class Label(StrEnum):
    """What authority a norm has. Nothing in this program ever claims to satisfy 'the law'."""

    WET = "wet"
    WETSVOORSTEL = "wetsvoorstel"
    BELEID = "beleid"
    EIGEN_KEUZE = "eigen keuze"


class Area(StrEnum):
    """For which areas a norm is judged."""

    REGIO = "regio"
    GEMEENTE = "gemeente"
    KERN = "kern"


class OwnWay(StrEnum):
    """Each group travels in its own way, in place of one modality for all."""

    OWN = "eigen"


class Predicate(Frozen):
    """What a branch must be, to count for a norm; without conditions any branch counts.

    `kb_definition` names the source by which `kb_types` are told apart; empty is the usual one. `open_plus` None asks
    nothing. `forms` are the kinds of provision beside branches that count too; without branches they count alone.
    """

    minimum_type: Vestigingstype | None = None
    maximum_type: Vestigingstype | None = None
    kernfuncties: frozenset[Kernfunctie] = frozenset()
    minimum_n_kernfuncties: Annotated[int, Field(ge=0, le=len(Kernfunctie))] = 0
    minimum_staffed_hours: Hours | None = None
    kb_types: frozenset[KbType] = frozenset()
    kb_definition: str = ""
    huisvesting: frozenset[Huisvesting] = frozenset()
    open_plus: bool | None = None
    services: frozenset[Service] = frozenset()
    forms: frozenset[Voorzieningsvorm] = frozenset()
    counts_branches: bool = True


class Sourced(Frozen):
    """What every norm carries: a name, its source (`bron`) and authority (`label`), and what it means in words."""

    name: Text
    bron: Text
    label: Label
    explanation: str = ""


class Norm(Sourced):
    """At most `max_m` metres by road to a branch that satisfies `predicate`; `max_m` itself is within."""

    max_m: Annotated[float, Field(gt=0)]
    modality: Modality = Modality.AUTO
    predicate: Predicate = Predicate()


class _Reaching(Sourced):
    """A norm on who can reach something.

    At least `share` [0–1] of the people in `groups` (names; none: everybody), who travel by `modality`, which may
    be each group's own way. `counts_neighbours`: branches of other gemeenten count for a gemeente too.
    """

    share: Share
    groups: tuple[str, ...] = ()
    modality: Modality | OwnWay = Modality.AUTO
    area: Area = Area.GEMEENTE
    counts_neighbours: bool = True

    @model_validator(mode="after")
    def _check_groups(self) -> Self:
        if len(set(self.groups)) != len(self.groups):
            raise PydanticCustomError("double_group", "a group counts once")
        return self


class ReachNorm(_Reaching):
    """A share of people within `max_m` [m] or `max_minutes` [min] (inclusive) of what satisfies `predicate`."""

    kind: Literal["bereik"] = "bereik"
    max_m: Metres | None = None
    max_minutes: Minutes | None = None
    predicate: Predicate = Predicate()

    @model_validator(mode="after")
    def _check_limit(self) -> Self:
        if (self.max_m is None) == (self.max_minutes is None):
            raise PydanticCustomError("metres_or_minutes", "either metres or minutes")
        return self


class FunctionNorm(_Reaching):
    """A share of people within a distance [m] of each kernfunctie by itself: `max_m` per function (Wsob, article 5).

    `forms` are the kinds of provision beside branches whose functions count too.
    """

    kind: Literal["kernfuncties"] = "kernfuncties"
    max_m: Annotated[Mapping[Kernfunctie, Metres], Field(min_length=1)]
    forms: frozenset[Voorzieningsvorm] = frozenset()


class HoursNorm(_Reaching):
    """A share of people with `minimum_hours` [h/week] within `max_m` [m], added up over the branches there.

    Staffed hours count; `counts_unstaffed`: those of Open+ too, for adults. Open+ is for who is 18 or older, and only
    the age group 0–15 counts as youth, as CBS tells nobody of 15 to 18 apart. `forms` are the kinds of provision beside
    branches whose hours count too, for those whom they serve.
    """

    kind: Literal["uren"] = "uren"
    minimum_hours: Annotated[float, Field(gt=0, le=_MOST_HOURS)]
    max_m: Metres
    counts_unstaffed: bool = False
    forms: frozenset[Voorzieningsvorm] = frozenset()


class CountNorm(Sourced):
    """At least `minimum` branches per gemeente that satisfy `predicate`.

    `is_together`: its open branches together offer the kernfuncties of the predicate, whichever of them offers which.
    """

    kind: Literal["aantal"] = "aantal"
    minimum: Annotated[int, Field(ge=1)] = 1
    predicate: Predicate = Predicate()
    is_together: bool = False

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.is_together and (self.minimum > 1 or not self.predicate.kernfuncties):
            raise PydanticCustomError("together", "together the branches offer kernfuncties, once")
        return self


class KernNorm(Sourced):
    """Something that satisfies `predicate` in every kern with `min_inwoners` ≤ inwoners < `max_inwoners` [persons].

    With `beyond_m` [m] only kernen count whose inhabitants live on average further than that, by `modality`, from what
    satisfies `beyond`.
    """

    kind: Literal["kern"] = "kern"
    min_inwoners: Persons = 0.0
    max_inwoners: Persons | None = None
    beyond_m: Metres | None = None
    beyond: Predicate = Predicate()
    modality: Modality = Modality.AUTO
    predicate: Predicate = Predicate()

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        if self.max_inwoners is not None and self.max_inwoners <= self.min_inwoners:
            raise PydanticCustomError("no_such_size", "no kern has such a size")
        return self


class BranchNorm(Sourced):
    """Every open branch that satisfies `of` satisfies `predicate` too, per gemeente."""

    kind: Literal["iedere"] = "iedere"
    of: Predicate = Predicate()
    predicate: Predicate


class SchoolNorm(Sourced):
    """A dBos of its own in every school, or in every IKC only."""

    kind: Literal["scholen"] = "scholen"
    is_only_ikc: bool = False


AnyNorm = Annotated[
    ReachNorm | FunctionNorm | HoursNorm | CountNorm | KernNorm | BranchNorm | SchoolNorm, Field(discriminator="kind")
]

ReachingNorm = ReachNorm | FunctionNorm | HoursNorm


class Confirmations(Frozen):
    """Whose assumed facts the user confirmed: `is_all` of them, or those of branches and kernen by id."""

    is_all: bool = False
    sites: frozenset[str] = frozenset()
    kernen: frozenset[str] = frozenset()

    def has_site(self, site_id: str) -> bool:
        """Whether what was told of a branch is confirmed."""
        return self.is_all or site_id in self.sites

    def has_kern(self, kern_id: str) -> bool:
        """Whether a kern and its inhabitants are confirmed."""
        return self.is_all or kern_id in self.kernen
