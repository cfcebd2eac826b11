"""Plans that miss required people by less than a solver notices: told by the exact count, and cut off."""

import numpy as np

from spreiding.optimise.objective import covered_rows, is_short, persons_within
from spreiding.optimise.program import BoolArray, Cover, Csr, Family, Program, Rows


def missed(program: Program, chosen: BoolArray) -> tuple[Rows, ...]:
    """Return rows that cut off the `chosen` columns where they are short of what is required without a price.

    With nothing more open near those who are outside, everybody who is outside stays there: of the columns that could
    bring one of them in, another has to be chosen.
    """
    return tuple(
        _another(program, cover, area, chosen)
        for cover in program.covers
        for area in np.flatnonzero(
            is_short(persons_within(program, cover, chosen), cover.required) & np.isinf(cover.price)
        ).tolist()
    )


def _another(program: Program, cover: Cover, area: int, chosen: BoolArray) -> Rows:
    outside = (cover.area == area) & ~covered_rows(program, cover, chosen)
    wanted = np.zeros(program.n_facilities, dtype=np.bool_)
    wanted[cover.facilities.index[outside[cover.facilities.row]]] = True
    wanted &= ~program.is_open(chosen)
    columns = np.unique(program.facilities.index[wanted[program.facilities.row]])
    return Rows(
        Family.SHARE,
        (cover.labels[area],),
        Csr(np.array([0, columns.size], dtype=np.int32), columns.astype(np.int32)),
        np.ones(columns.size),
        np.ones(1),
        np.full(1, np.inf),
        np.full(1, np.inf),
    )
