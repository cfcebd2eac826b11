"""What a gemeente buys beside its branches, in what quantities, and what it pays today."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.catalogue import LLO1, OPEN_PLUS, ROBUUST, CatalogueTariff, Eur, Slug, Unit
from spreiding.domain import Frozen
from spreiding.norms import Text

# What a tariff is counted by when the gemeente itself does not say how many: one, or the inwoners of the region.
NOT_COUNTED: Final = frozenset({Unit.VESTIGING, Unit.INWONER, Unit.GEMEENTE, Unit.PAKKET})
Amount = Annotated[Decimal, Field(ge=0, le=10_000_000)]


class Quantity(Frozen):
    """How many of something a gemeente has, and who says so."""

    value: Amount
    bron: Text


class Purchase(Frozen):
    """One tariff line of the catalogue that a gemeente buys.

    Without `quantity` it is what the unit of the tariff says: one per gemeente or package, the inwoners, or the
    `Account.quantities` of the gemeente. `eur` is the user's own amount per unit, for what is on quote or agreed
    otherwise, with its `bron`. `is_once` tells how often, where the catalogue does not.
    """

    service: Slug
    tariff: Slug
    quantity: Amount | None = None
    eur: Eur | None = None
    bron: str = ""
    is_once: bool | None = None

    @model_validator(mode="after")
    def _check_bron(self) -> Self:
        if self.eur is not None and not self.bron.strip():
            raise PydanticCustomError("amount_without_bron", "an amount of one's own has a source")
        return self


class OwnAmount(Frozen):
    """What a branch or voorziening without a tariff costs [€ per year], and who says so."""

    eur: Eur
    bron: Text


class Account(Frozen):
    """Services and quantities of one gemeente (CBS code), and the subsidy [€ per year] that it pays today (`bron`).

    `amounts` are those of branches and voorzieningen (id) that have no tariff, where the user knows them.
    """

    gemeente: Annotated[str, Field(pattern=r"^GM\d{4}$")]
    quantities: Mapping[Unit, Quantity] = Field(default_factory=dict)
    purchases: tuple[Purchase, ...] = ()
    amounts: Mapping[str, OwnAmount] = Field(default_factory=dict)
    subsidy_eur: Eur | None = None
    subsidy_bron: str = ""

    @model_validator(mode="after")
    def _check_purchases(self) -> Self:
        bought = [(purchase.service, purchase.tariff) for purchase in self.purchases]
        if len(set(bought)) != len(bought):
            raise PydanticCustomError("double_purchase", "every tariff is bought once")
        if self.subsidy_eur is not None and not self.subsidy_bron.strip():
            raise PydanticCustomError("subsidy_without_bron", "a subsidy has a source")
        if not NOT_COUNTED.isdisjoint(self.quantities):
            raise PydanticCustomError("not_counted", "what the region or the bill itself tells is not counted here")
        return self


def is_on_every_bill(service: str, tariff: CatalogueTariff) -> bool:
    """Whether branches and inwoners pay a tariff already: bought as well, it would count twice."""
    return service in {ROBUUST, OPEN_PLUS} or (service == LLO1 and tariff.vestigingstype is not None)
