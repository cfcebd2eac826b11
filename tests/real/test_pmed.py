"""The first eight p-median problems of the OR-Library, with the optima that are published there."""

from pathlib import Path

import pytest

from benchmarks.textbook import read_pmed
from spreiding.optimise.textbook import p_median

# Beasley, J. E. (1985), "A note on solving large p-median problems", EJOR 21: 270-273; file pmedopt.txt.
OPTIMA = {1: 5819, 2: 4093, 3: 4250, 4: 3034, 5: 1355, 6: 7824, 7: 5631, 8: 4445}


@pytest.mark.parametrize("number", OPTIMA)
def test_the_published_optimum_is_proven(shared_data: Path, number: int) -> None:
    costs, p = read_pmed(shared_data / "benchmark" / f"pmed{number}.txt")
    answer = p_median(costs, p)
    assert answer.status == "optimal"
    assert answer.objective == OPTIMA[number]
    assert answer.bound == OPTIMA[number]
    assert costs[:, list(answer.sites)].min(axis=1).sum() == OPTIMA[number]
