"""What sources tell of members and visits, and what is assumed of them: how their number falls with distance."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.demand import Gemeente
from spreiding.domain import Frozen
from spreiding.norms import Label, Text

# Strict: a file that says `true` does not mean 1.
Count = Annotated[int, Field(strict=True, ge=0, le=100_000_000)]
Year = Annotated[int, Field(strict=True, ge=1900, le=2100)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Kilometres = Annotated[float, Field(strict=True, gt=0, le=1000)]


class Figure(Frozen):
    """A number of members or visits per year, and where it was found."""

    value: Count
    bron: Text


class ShareFigure(Frozen):
    """A share [0–1] and where it comes from."""

    value: Share
    bron: Text


class HalfDistance(Frozen):
    """The distance over the road [km] at which use is halved, between the bounds of what is thought possible."""

    km: Kilometres
    low_km: Kilometres
    high_km: Kilometres
    bron: Text

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.low_km <= self.km <= self.high_km:
            raise PydanticCustomError("half_distance_order", "low_km <= km <= high_km")
        return self

    @property
    def all_km(self) -> tuple[float, float, float]:
        """The low bound, the chosen distance and the high bound [km]."""
        return self.low_km, self.km, self.high_km


class UseAssumptions(Frozen):
    """Who is youth, and how members and visits fall with the distance to the nearest branch; all of it to be edited.

    Youth is everybody under 18, for whom membership is free (Wsob, article 13): CBS's group of 0–15 and the share
    `youth_of_15_25` of the next one. The group of 0–15 alone cannot be meant: Midden-Drenthe's 4,563 youth members
    of 2024 would be 96 % of it. `visits` fall by a distance of their own, not by that of members: whoever comes need
    not be one, and a child that is a member through school does not come from as far.
    """

    label: Label
    youth_of_15_25: ShareFigure
    youth: HalfDistance
    adult: HalfDistance
    visits: HalfDistance


class UseFacts(Frozen):
    """Members and visits in one year of the branches that stand in `gemeente`, as their annual report tells.

    The report counts four kinds of members: youth, paying, starting (a new or a free first subscription) and others;
    together they are `members`. `visits` are those of the buildings, not of the website.
    """

    gemeente: Gemeente
    year: Year
    youth: Figure
    paying: Figure
    starting: Figure
    other: Figure
    members: Figure
    visits: Figure

    @model_validator(mode="after")
    def _check_sum(self) -> Self:
        summed = self.youth.value + self.n_adult
        if summed != self.members.value:
            context = {"members": self.members.value, "summed": summed}
            raise PydanticCustomError("not_the_sum", "{members} is not {summed}", context)
        return self

    @property
    def n_adult(self) -> int:
        """Members who are not counted as youth.

        Under 18 nobody pays, and the report names its youth: so the paying, the starting and the other members are
        taken as adults. Of the last two (501 of Midden-Drenthe's 6,984) the report does not tell the age.
        """
        return self.paying.value + self.starting.value + self.other.value


class Membership(Frozen):
    """The assumptions, and the facts of every gemeente that a source tells of; at most one year of each."""

    assumptions: UseAssumptions
    facts: tuple[UseFacts, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_gemeenten(self) -> Self:
        codes = [fact.gemeente.code for fact in self.facts]
        double = next((code for code in codes if codes.count(code) > 1), None)
        if double is not None:
            raise PydanticCustomError("double_gemeente", "{code}", {"code": double})
        return self

    def facts_of(self, code: str) -> UseFacts | None:
        """Return the facts of the gemeente with this code; None when there are none."""
        return next((fact for fact in self.facts if fact.gemeente.code == code), None)
