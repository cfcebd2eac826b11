"""Library provision that is no branch, from a file of one's own."""

from dataclasses import dataclass
from pathlib import Path

from spreiding.domain import Kernfunctie, Voorzieningsvorm
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.places.columns import FUNCTION_NAMES, TableKind
from spreiding.io.places.rows import Cells, Row, read_rows
from spreiding.io.places.spots import Locate, Spot, read_spots
from spreiding.region import FileRemark
from spreiding.voorzieningen import Voorziening


@dataclass(frozen=True)
class VoorzieningFile:
    """The voorzieningen of a file, and what is remarkable in it."""

    voorzieningen: tuple[Voorziening, ...]
    remarks: tuple[FileRemark, ...] = ()

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return [each.name for each in self.voorzieningen]


def read_voorziening_file(
    path: Path, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None
) -> VoorzieningFile:
    """Read library provision that is no branch; coordinates become EPSG:28992 [m].

    A name, a form and a point are mandatory. `reading` is how the user reads the coordinates, `locate` finds the rows
    that have an address and no point.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    read = read_rows(path, TableKind.VOORZIENINGEN)
    if not read.rows:
        raise InputError("empty_voorzieningen", file=path.name)
    cells = Cells.of(path.name, TableKind.VOORZIENINGEN)
    spots, remarks = read_spots(read.rows, cells, reading=reading, locate=locate)
    found = [_voorziening(row, spots.get(index), cells) for index, row in enumerate(read.rows)]
    raise_together(cells.faults)
    return VoorzieningFile(tuple(each for each in found if each is not None), (*read.remarks, *remarks))


def _voorziening(row: Row, spot: Spot | None, cells: Cells) -> Voorziening | None:
    """Return what a row tells; None where it has no spot or no form. The faults of its cells are noted either way."""
    n_faults = len(cells.faults)
    form = cells.word(row, "vorm", Voorzieningsvorm)
    if form is None and len(cells.faults) == n_faults:
        cells.faults.append(
            InputError("voorziening_without_vorm", file=cells.file, row=row.number, name=row.text("naam"))
        )
    reach_m, hours = cells.number(row, "bereik_m"), cells.number(row, "bemande_uren")
    functions = cells.words(row, "kernfuncties", also=FUNCTION_NAMES)
    has_ido, has_taalhuis = cells.truth(row, "ido"), cells.truth(row, "taalhuis")
    if spot is None or form is None:
        return None
    return Voorziening(
        id=spot.id,
        name=spot.name,
        form=form,
        place=spot.place,
        gemeente=spot.gemeente,
        x_m=spot.x_m,
        y_m=spot.y_m,
        reach_m=reach_m,
        staffed_hours=hours,
        kernfuncties=frozenset(Kernfunctie(int(each)) for each in functions),
        has_ido=has_ido,
        has_taalhuis=has_taalhuis,
        herkomst=spot.herkomst,
    )
