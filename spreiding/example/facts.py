"""The facts that the example is built on: gemeenten and kernen."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Frozen


class GemeenteFacts(Frozen):
    """What CBS says of a gemeente: inhabitants, age shares [%] and mean road distance to a library [km]."""

    code: str
    name: str
    inwoners: int
    age_pct: tuple[float, ...]
    library_km: float


@dataclass(frozen=True)
class KernFacts:
    """The kernen: index of the gemeente, centre [EPSG:28992, m] and estimated inhabitants."""

    gemeente: IntArray
    xy: FloatArray
    inwoners: IntArray


_AGE_COLUMNS = ("pct_0_15", "pct_15_25", "pct_25_45", "pct_45_65", "pct_65_plus")


def read_facts(folder: Path) -> tuple[tuple[GemeenteFacts, ...], KernFacts]:
    """Read gemeenten_drenthe.csv and kernen_drenthe.csv from `folder`.

    The kernen of a gemeente are scaled to its total of 2024 and come ordered by gemeente.
    """
    gemeenten = tuple(
        GemeenteFacts(
            code=row["gemeentecode"],
            name=row["gemeentenaam"],
            inwoners=int(row["inwoners_2024"]),
            age_pct=tuple(float(row[column]) for column in _AGE_COLUMNS),
            library_km=float(row["cbs_afstand_bibliotheek_km"]),
        )
        for row in _rows(folder / "gemeenten_drenthe.csv")
    )
    by_gemeente: dict[str, list[dict[str, str]]] = {gemeente.code: [] for gemeente in gemeenten}
    for row in _rows(folder / "kernen_drenthe.csv"):
        by_gemeente[row["gemeentecode"]].append(row)
    ordered = [row for rows in by_gemeente.values() for row in rows]
    scaled = [
        apportion(gemeente.inwoners, np.array([float(row["inwoners_omgeving"]) for row in by_gemeente[gemeente.code]]))
        for gemeente in gemeenten
    ]
    kernen = KernFacts(
        gemeente=np.repeat(np.arange(len(gemeenten), dtype=np.int32), [part.size for part in scaled]),
        xy=np.array([[float(row["x_rd"]), float(row["y_rd"])] for row in ordered]),
        inwoners=np.concatenate(scaled),
    )
    return gemeenten, kernen


def apportion(total: int, weights: FloatArray) -> IntArray:
    """Divide `total` persons in proportion to `weights`: whole numbers by largest remainder, the first wins a tie."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact)
    left = int(total - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return np.asarray(whole, dtype=np.int32)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
