"""Small programs by hand, in lists."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spreiding.optimise.program import BoolArray, Cover, Csr, Family, Rows


def csr(parts: Sequence[Sequence[int]]) -> Csr:
    """Sparse rows, one per entry."""
    lengths = [len(part) for part in parts]
    index = np.array([entry for part in parts for entry in part], dtype=np.int32)
    return Csr(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32), index)


def rules(
    family: Family,
    parts: Sequence[dict[int, float]],
    *,
    lower: Sequence[float] | None = None,
    upper: Sequence[float] | None = None,
    price: Sequence[float] | None = None,
) -> Rows:
    """Rules of one family, one per entry: a value per column."""

    def array(values: Sequence[float] | None, usual: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([usual] * len(parts) if values is None else values, dtype=np.float64)

    return Rows(
        family,
        tuple(f"{family} {k}" for k in range(len(parts))),
        csr([list(part) for part in parts]),
        np.array([value for part in parts for value in part.values()], dtype=np.float64),
        array(lower, -math.inf),
        array(upper, math.inf),
        array(price, math.inf),
    )


def cover(  # noqa: PLR0913 - as many as a cover has
    weights: Sequence[float],
    reach: Sequence[Sequence[int]],
    *,
    area: Sequence[int] | None = None,
    required: Sequence[float] = (0.0,),
    always: Sequence[float] | None = None,
    price: Sequence[float] | None = None,
    amount: Sequence[float] | None = None,
    need: float = 1.0,
) -> Cover:
    """One row of people per entry of `weights`, brought in by the facilities in the same entry of `reach`."""
    n_areas = len(required)
    return Cover(
        labels=tuple(f"area {k}" for k in range(n_areas)),
        weights=np.array(weights, dtype=np.float64),
        area=np.array([0] * len(weights) if area is None else area, dtype=np.int32),
        facilities=csr(reach),
        always=np.array([0.0] * n_areas if always is None else always, dtype=np.float64),
        required=np.array(required, dtype=np.float64),
        price=np.array([math.inf] * n_areas if price is None else price, dtype=np.float64),
        amount=None if amount is None else np.array(amount, dtype=np.float64),
        need=need,
    )


@dataclass(frozen=True)
class Forbidden:
    """A toy of a lazy rule: where all of `together` are chosen, one of `instead` must be (none: they never may be)."""

    together: tuple[int, ...]
    instead: tuple[int, ...] = ()

    def breaks(self, chosen: frozenset[int]) -> bool:
        """Whether a plan breaks it."""
        return set(self.together) <= chosen and not set(self.instead) & chosen

    def broken(self, chosen: BoolArray) -> Rows:
        """Σ together - Σ instead ≤ size of together - 1, once that is broken."""
        if not self.breaks(frozenset(np.flatnonzero(chosen).tolist())):
            return rules(Family.CATCHMENT, [])
        row = dict.fromkeys(self.together, 1.0) | dict.fromkeys(self.instead, -1.0)
        return rules(Family.CATCHMENT, [row], upper=[len(self.together) - 1])
