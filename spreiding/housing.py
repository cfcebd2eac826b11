"""What a building costs: euros per square metre by form, square metres by class, and what a shared building saves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from spreiding.domain import Frozen, Huisvesting, Vestigingstype

Eur = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]
SquareMetres = Annotated[Decimal, Field(gt=0, le=100_000)]
Part = Annotated[Decimal, Field(gt=0, le=1)]


class Housing(Frozen):
    """The user's own figures: the catalogue holds no housing costs, and nothing here has a default.

    `eur_per_m2` [€ per m² per year] by form, `m2` [m²] by class where nobody told the floor area of a branch, and
    `shares` [0–1]: the part of the floor that a library pays for in a shared building, all of it when not given.
    """

    bron: Annotated[str, Field(min_length=1)]
    eur_per_m2: Mapping[Huisvesting, Eur]
    m2: Mapping[Vestigingstype, SquareMetres] = Field(default_factory=dict)
    shares: Mapping[Huisvesting, Part] = Field(default_factory=dict)

    @property
    def is_priced(self) -> bool:
        """Whether any form has a price: only then housing is part of a bill."""
        return bool(self.eur_per_m2)

    def paid_m2(
        self, klasse: Vestigingstype, form: Huisvesting | None, *, floor_m2: float | None = None
    ) -> Decimal | None:
        """Floor [m²] that a branch pays for; None when its form has no price or its size is not known."""
        if form is None or form not in self.eur_per_m2:
            return None
        size = self.m2.get(klasse) if floor_m2 is None else Decimal(str(floor_m2))
        return None if size is None else size * self.shares.get(form, Decimal(1))
