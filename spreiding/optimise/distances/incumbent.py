"""The best plan so far of a search, and from which bound on nothing better can be found."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.optimise.distances.master import SAFETY, Master
from spreiding.optimise.objective import broken, price_of, value_of
from spreiding.optimise.program import BoolArray
from spreiding.optimise.stop import Watch

# A proof may not fail on the last digit of what was asked.
_WITHIN: Final = 0.999
# How much less than one a whole aim must lack.
_WHOLE: Final = 1e-6


@dataclass
class Incumbent:
    """The best plan, if any: `cost` in the unit of the solver, downwards."""

    master: Master
    gap: float
    watch: Watch
    chosen: BoolArray | None = None
    cost: float = math.inf

    @property
    def value(self) -> float:
        """What the best plan is worth, in the unit of the aim; NaN without one."""
        return self.master.in_unit(self.cost) if self.chosen is not None else math.nan

    def cost_of(self, chosen: BoolArray) -> float:
        """Return what a plan costs, in the unit of the solver."""
        master = self.master
        if not master.is_distance:
            return master.of_unit(value_of(master.program, master.aim, chosen))
        price = price_of(master.program, master.aim, chosen)
        return master.terms[0].value(master.program.is_open(chosen)) + price * master.scale

    def offer(self, chosen: BoolArray) -> bool:
        """Take a plan if it is better and breaks nothing; return whether it did."""
        cost = self.cost_of(chosen)
        if cost >= self.cost or broken(self.master.program, self.master.limits, chosen):
            return False
        self.chosen, self.cost = chosen.copy(), cost
        self.watch.on_plan(self.chosen)
        return True

    def cutoff(self) -> float:
        """Return the bound from which on a part of all plans holds none that is better by more than the gap."""
        if self.chosen is None:
            return math.inf
        size = max(1.0, abs(self.value))
        allowed = max(_WITHIN * self.gap, 2 * SAFETY) * size
        if self.master.has_whole_aim:
            allowed = max(allowed, 1.0 - _WHOLE)
        return self.cost - allowed * abs(self.master.scale)

    def bound_in_unit(self, bound: float) -> float:
        """Return a bound in the unit of the aim, never better than the plan; NaN when there is none."""
        if not math.isfinite(bound):
            return math.nan
        bound = self.master.in_unit(min(bound, self.cost))
        if self.master.has_whole_aim:
            bound = float(np.ceil(bound - _WHOLE))
        return bound
