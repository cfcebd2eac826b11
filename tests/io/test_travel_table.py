"""A CSV file with travel times: what is read, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.errors import InputErrors, SpreidingError
from spreiding.io.network.travel_table import read_travel_table
from spreiding.region import Region
from tests.worlds import line_roads, make_region, make_site


def region() -> Region:
    """Two squares, E0000N0000 and E0001N0000, and branches a and b."""
    return make_region(
        line_roads(), people=[(1000, 0, 10), (9000, 0, 5)], sites=[make_site("a", 0.0), make_site("b", 10_000.0)]
    )


def write(folder: Path, *lines: str) -> Path:
    path = folder / "ov.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_minutes_are_read_with_decimal_comma_and_in_any_order(tmp_path: Path) -> None:
    path = write(tmp_path, "vierkant;vestiging;minuten", "E0001N0000;b;4", "E0000N0000;b;31,5", "E0000N0000;a;12")
    found = read_travel_table(path, region()).nearest_minutes(np.array([0, 1], dtype=np.int32))
    assert found.cost.tolist() == [12.0, 4.0]
    assert found.label.tolist() == [0, 1]


def test_every_point_of_a_square_gets_the_minutes_of_its_square(tmp_path: Path) -> None:
    whole = region()
    demand = whole.demand
    three = type(demand)(
        np.array([1, 0, 1], dtype=np.int32), demand.x_m[[1, 0, 1]], demand.y_m[[1, 0, 1]], np.array([3.0, 10.0, 2.0])
    )
    spread = Region(**{**{name: getattr(whole, name) for name in whole.__dataclass_fields__}, "demand": three})
    path = write(tmp_path, "vierkant,vestiging,minuten", "E0001N0000,a,20", "E0001N0000,b,5")
    times = read_travel_table(path, spread).travel_minutes(np.array([0, 1], dtype=np.int32), 60.0)
    assert times.indptr.tolist() == [0, 2, 2, 4]
    assert times.minutes.tolist() == [5.0, 20.0, 5.0, 20.0]


def test_a_file_without_rows_means_that_nobody_can_travel(tmp_path: Path) -> None:
    source = read_travel_table(write(tmp_path, "vierkant,vestiging,minuten"), region())
    assert source.nearest_minutes(np.array([0], dtype=np.int32)).label.tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("E9999N0000,a,3", "unknown_travel_square"),
        ("E0000N0000,c,3", "unknown_travel_site"),
        ("E0000N0000,a,-1", "bad_minutes"),
        ("E0000N0000,a,nan", "bad_minutes"),
        ("E0000N0000,a,", "bad_minutes"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(tmp_path: Path, row: str, kind: str) -> None:
    with pytest.raises(SpreidingError) as fault:
        read_travel_table(write(tmp_path, "vierkant,vestiging,minuten", row), region())
    assert (fault.value.kind, fault.value.data["row"]) == (kind, 1)


def test_all_faults_of_a_file_are_told_together(tmp_path: Path) -> None:
    rows = ["E0000N0000,a,3", "E0000N0000,a,4", "E0000N0000,z,1"]
    with pytest.raises(InputErrors) as faults:
        read_travel_table(write(tmp_path, "vierkant,vestiging,minuten", *rows), region())
    assert [error.kind for error in faults.value.errors] == ["repeated_pair", "unknown_travel_site"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpreidingError) as fault:
        read_travel_table(write(tmp_path, "vierkant,minuten", "E0000N0000,3"), region())
    assert (fault.value.kind, fault.value.data["columns"]) == ("missing_column", "vestiging")
