"""Which people travel how: children cycle, the old walk, the others drive. Every choice is the user's to edit."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.domain import Frozen, Modality

AgeGroup = Literal["0_15", "15_25", "25_45", "45_65", "65_plus"]


class TravelGroup(Frozen):
    """Inhabitants who travel in one way: a `share` [0–1] of one of CBS's age groups, or of everybody when it is None.

    `shares` [0–1] are those of some gemeenten by code, in place of `share`; `bron` says where the shares come from.
    Without either everybody belongs; with `shares` only, who belongs in another gemeente is unknown.
    """

    name: Annotated[str, Field(min_length=1)]
    age_group: AgeGroup | None = None
    modality: Modality
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    shares: Mapping[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    bron: str = ""

    @model_validator(mode="after")
    def _check_bron(self) -> Self:
        if self.shares and not self.bron.strip():
            raise PydanticCustomError("share_without_bron", "shares per gemeente have a source")
        return self

    def share_in(self, gemeente: str | None) -> float:
        """Share [0–1] who belong in a gemeente (code; None: outside all), NaN where nobody told it."""
        elsewhere = self.share if self.share is not None else (float("nan") if self.shares else 1.0)
        return elsewhere if gemeente is None else self.shares.get(gemeente, elsewhere)


# Our choice, to be edited: children cycle, who is 75 or older walks (public transport is a table of its own, see
# `travel_sources`), the others drive. CBS gives squares one group of 65 and older; that 44 % of them is 75 or older is
# our estimate after the country's population of 2024.
_OF_65_PLUS: Final = "eigen schatting (landelijke bevolking 2024): {percent:.0%} van 65-plus"
DEFAULT_GROUPS: Final = (
    TravelGroup(name="kinderen", age_group="0_15", modality=Modality.FIETS),
    TravelGroup(name="15 tot 25 jaar", age_group="15_25", modality=Modality.AUTO),
    TravelGroup(name="25 tot 45 jaar", age_group="25_45", modality=Modality.AUTO),
    TravelGroup(name="45 tot 65 jaar", age_group="45_65", modality=Modality.AUTO),
    TravelGroup(
        name="65 tot 75 jaar",
        age_group="65_plus",
        modality=Modality.AUTO,
        share=0.56,
        bron=_OF_65_PLUS.format(percent=0.56),
    ),
    TravelGroup(
        name="75 jaar en ouder",
        age_group="65_plus",
        modality=Modality.LOPEN,
        share=0.44,
        bron=_OF_65_PLUS.format(percent=0.44),
    ),
)
