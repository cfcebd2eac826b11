"""Squares of 100 m and 500 m, read and reconciled: a province and the country, generated, beside geopandas and pandas.

`python -m benchmarks.reconcile` prints one line per task; every task runs in a process of its own, so that its peak of
memory is its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely

from spreiding.io.people.completion import Larger, complete_population
from spreiding.io.people.own_population import read_population
from spreiding.io.places.areas import Areas
from spreiding.network import Access, Roads
from spreiding.tables import CBS_AGE_COLUMNS, ROAD_CLASS_INDEX

PROVINCE, COUNTRY = 30_000, 400_000
# Of the 25 squares of 100 m in one of 500 m; what the Netherlands has on average.
_SHARE_INHABITED: Final = 0.28
_ROAD_EVERY_M, _SEGMENT_M = 250.0, 100.0
_WEST, _SOUTH = 50_000, 350_000
_MISSING: Final = -99997.0


def write_squares(folder: Path, n_squares: int, *, n_extra: int = 0, seed: int = 1) -> tuple[Path, Path]:
    """Write squares of 100 m and 500 m as CBS names them, with `n_extra` more columns of 100 m; return both files."""
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(n_squares / 25 / _SHARE_INHABITED)))
    columns, rows = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side)))
    block, place = np.nonzero(rng.random((columns.size, 25)) < _SHARE_INHABITED)
    fine = 5.0 * rng.integers(1, 30, block.size)
    inside = np.bincount(block, weights=fine, minlength=columns.size)
    coarse = np.maximum(5.0 * np.round((inside + rng.integers(-5, 25, columns.size)) / 5), 0.0)
    fine[rng.random(block.size) < 0.05] = _MISSING  # noqa: PLR2004 - one in twenty is kept secret
    paths = folder / "vk100.gpkg", folder / "vk500.gpkg"
    x_m, y_m = columns[block] * 500 + place % 5 * 100, rows[block] * 500 + place // 5 * 100
    _write_layer(paths[0], 100, x_m, y_m, fine, rng, n_extra=n_extra)
    _write_layer(paths[1], 500, columns * 500, rows * 500, coarse, rng, n_extra=0)
    return paths


def _write_layer(  # noqa: PLR0913 - a square is its place and its figures
    path: Path,
    size_m: int,
    x_m: "np.ndarray[Any, Any]",
    y_m: "np.ndarray[Any, Any]",
    inwoners: "np.ndarray[Any, Any]",
    rng: np.random.Generator,
    *,
    n_extra: int,
) -> None:
    west, south = x_m + _WEST, y_m + _SOUTH
    groups = 5 * np.round(rng.dirichlet([8, 6, 12, 14, 10], west.size) * np.maximum(inwoners, 0)[:, None] / 5)
    groups[groups == 0] = _MISSING
    ids = [f"E{x // 100:04d}N{y // 100:04d}" for x, y in zip(west.tolist(), south.tolist(), strict=True)]
    extra = [np.full(west.size, _MISSING)] * n_extra
    pyogrio.raw.write(
        path,
        layer=f"cbs_vk{size_m}_2024",
        driver="GPKG",
        crs="EPSG:28992",
        geometry_type="Polygon",
        geometry=shapely.to_wkb(shapely.box(west, south, west + size_m, south + size_m)),
        fields=[f"crs28992res{size_m}m", "aantal_inwoners", *CBS_AGE_COLUMNS, *(f"k{k}" for k in range(n_extra))],
        field_data=[np.array(ids, dtype=object), inwoners, *groups.T.copy(), *extra],
    )


def build_roads(n_squares: int) -> Roads:
    """Residential roads in a grid over all squares, in segments of 100 m."""
    side_m = int(np.ceil(np.sqrt(n_squares / 25 / _SHARE_INHABITED))) * 500
    n_along, n_lines = int(side_m / _SEGMENT_M) + 1, int(side_m / _ROAD_EVERY_M)
    along = np.tile(np.arange(n_along) * _SEGMENT_M, n_lines)
    across = np.repeat((np.arange(n_lines) + 0.5) * _ROAD_EVERY_M, n_along)
    tail = np.flatnonzero(np.tile(np.arange(n_along) < n_along - 1, 2 * n_lines)).astype(np.int32)
    return Roads(
        x_m=np.concatenate([along, across]) + _WEST,
        y_m=np.concatenate([across, along]) + _SOUTH,
        tail=tail,
        head=tail + 1,
        length_m=np.full(tail.size, _SEGMENT_M),
        road_class=np.full(tail.size, ROAD_CLASS_INDEX["residential"], dtype=np.uint8),
        car_kmh=np.full(tail.size, 28, dtype=np.float32),
        access=np.full(tail.size, int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD | Access.LOPEN), dtype=np.uint8),
    )


def read_and_reconcile(fine: Path, coarse: Path, roads: Roads) -> float:
    """Read both files, add whom the squares leave out and fill the age groups; return the inhabitants [persons]."""
    larger = Larger(fill=read_population(coarse))
    completed = complete_population(read_population(fine), larger, roads, areas=Areas((), ()), is_kept=False)
    return float(completed.population.inwoners.sum())


def peer_read_and_scale(fine: Path, coarse: Path, _roads: Roads) -> float:
    """Do the same with geopandas and pandas as a script would: every square scaled to its 500 m, nobody placed."""
    import geopandas as gpd  # noqa: PLC0415 - the peer

    squares, larger = gpd.read_file(fine), gpd.read_file(coarse)
    known = squares[squares["aantal_inwoners"] >= 0].copy()
    known["block"] = list(zip(known.geometry.bounds.minx // 500, known.geometry.bounds.miny // 500, strict=True))
    larger["block"] = list(zip(larger.geometry.bounds.minx // 500, larger.geometry.bounds.miny // 500, strict=True))
    merged = known.merge(larger[["block", "aantal_inwoners"]], on="block", how="left", suffixes=("", "_500"))
    total = merged.groupby("block")["aantal_inwoners"].transform("sum")
    return float((merged["aantal_inwoners"] * merged["aantal_inwoners_500"] / total).sum())


TASKS: Final[dict[str, Callable[[Path, Path, Roads], float]]] = {
    "ours": read_and_reconcile,
    "peer": peer_read_and_scale,
}


def measure(n_squares: int, *, task: str = "ours", n_extra: int = 0) -> tuple[float, float]:
    """Run one task in a process of its own; return its seconds, and the peak of its memory [MB]."""
    with tempfile.TemporaryDirectory(prefix="spreiding-bench-") as folder:
        write_squares(Path(folder), n_squares, n_extra=n_extra)
        command = [sys.executable, "-m", "benchmarks.reconcile", "--run", task, "--n", str(n_squares), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    seconds, megabytes = (float(part) for part in done.stdout.split())
    return seconds, megabytes


def _run(task: str, n_squares: int, folder: Path) -> None:
    roads = build_roads(n_squares)
    start = time.perf_counter()
    TASKS[task](folder / "vk100.gpkg", folder / "vk500.gpkg", roads)
    seconds = time.perf_counter() - start
    # The reader of files is a child; both peaks together are an upper bound of what was held at once.
    used = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(seconds, used / 1024)


def main() -> None:
    """Print every task, or run one for `measure`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", choices=TASKS)
    parser.add_argument("--n", type=int, default=PROVINCE)
    parser.add_argument("folder", nargs="?", type=Path)
    given = parser.parse_args()
    if given.run:
        _run(given.run, given.n, given.folder)
        return
    for name, n_squares, n_extra in (
        ("provincie", PROVINCE, 0),
        ("land", COUNTRY, 0),
        ("land, 140 kolommen", COUNTRY, 133),
    ):
        for task in TASKS:
            seconds, megabytes = measure(n_squares, task=task, n_extra=n_extra)
            print(f"{name:20} {task:5} {seconds:7.2f} s {megabytes:7.0f} MB")


if __name__ == "__main__":
    main()
