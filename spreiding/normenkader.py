"""A normenkader: the norms that a user tests together, and the groups of people that they speak of."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.domain import Frozen
from spreiding.norms import AnyNorm, Text
from spreiding.supply import slug
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup


class Normenkader(Frozen):
    """Norms in the order in which they are shown, each with a name of its own, and `groups` to speak of by name.

    The age groups of `DEFAULT_GROUPS` are always there; a group of the same name takes the place of one of them.
    """

    name: Text
    norms: tuple[AnyNorm, ...] = Field(min_length=1)
    own_groups: tuple[TravelGroup, ...] = Field(default=(), alias="groups")

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        if double := _first_double(slug(norm.name) for norm in self.norms):
            raise PydanticCustomError("double_norm", "{name}", {"name": double})
        if double := _first_double(group.name for group in self.own_groups):
            raise PydanticCustomError("double_group_name", "{name}", {"name": double})
        return self

    @property
    def groups(self) -> tuple[TravelGroup, ...]:
        """All groups: those of ages, as the user changed them, and the user's own."""
        return with_ages(self.own_groups)

    def find(self, wanted: str) -> AnyNorm | None:
        """Return the norm with this name, written in full or as lower-case words with hyphens; None for none."""
        return next((norm for norm in self.norms if wanted in {norm.name, slug(norm.name)}), None)


def with_ages(own_groups: Iterable[TravelGroup]) -> tuple[TravelGroup, ...]:
    """Return the groups of ages, as a user changed them by giving one of the same name, and his own behind them."""
    own = {group.name: group for group in own_groups}
    ages = tuple(own.pop(group.name, group) for group in DEFAULT_GROUPS)
    return (*ages, *own.values())


def _first_double(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
