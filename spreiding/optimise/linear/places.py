"""Where a model says whether a facility is open: in a column of the program, or in one of its own."""

from dataclasses import dataclass

import numpy as np

from spreiding.demand import IntArray
from spreiding.optimise.program import BoolArray, Csr, Program


@dataclass(frozen=True)
class Places:
    """`of_facility`: the model's column that is 1 when a facility is open, -1 for one that nothing asks about.

    A facility of one column of the program is that column. For others the model has a column x, after those of the
    program: `columns` holds the program's columns of each x. Facilities of the same columns share one.
    """

    of_facility: IntArray
    columns: Csr
    n_columns: int

    @property
    def width(self) -> int:
        """Number of columns y and x together."""
        return self.n_columns + self.columns.n_rows


def place_facilities(program: Program, is_asked: BoolArray) -> Places:
    """Give every facility that is asked about its column."""
    edges, index = program.facilities.indptr, program.facilities.index
    of_facility = np.full(program.n_facilities, -1, dtype=np.int32)
    known: dict[bytes, int] = {}
    members: list[IntArray] = []
    for facility in np.flatnonzero(is_asked).tolist():
        columns = np.unique(index[edges[facility] : edges[facility + 1]])
        if columns.size == 1:
            of_facility[facility] = columns[0]
            continue
        key = columns.tobytes()
        if key not in known:
            known[key] = program.n_columns + len(members)
            members.append(columns)
        of_facility[facility] = known[key]
    return Places(of_facility, stacked(members), program.n_columns)


def stacked(parts: list[IntArray]) -> Csr:
    """Return `parts` as sparse rows, one each."""
    indptr = np.concatenate([[0], np.cumsum([part.size for part in parts])]).astype(np.int32)
    return Csr(indptr, np.concatenate([np.zeros(0, dtype=np.int32), *parts]).astype(np.int32))
