"""Norms on what there is in a gemeente, as rules on numbers of branches."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from spreiding.norms import BranchNorm, CountNorm
from spreiding.optimise.framing.about import About
from spreiding.optimise.framing.draft import Draft, Rule
from spreiding.optimise.framing.merits import single_function
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.program import Family


def add_count(draft: Draft, slate: Slate, norm: CountNorm, *, number: int, price: float) -> None:
    """Ask so many counting branches of every gemeente, or every kernfunctie of some branch; what stands counts too."""
    for about in _gemeenten(slate, number):
        here = slate.in_gemeente(about.gemeente)
        if norm.is_together:
            for kernfunctie in sorted(norm.predicate.kernfuncties):
                predicate = single_function(norm.predicate, kernfunctie)
                if not slate.case.counting(predicate, gemeente=about.gemeente).taken:
                    of_one = replace(about, kernfunctie=int(kernfunctie))
                    draft.at_least(Family.TOGETHER, of_one, here & slate.counts(predicate), lower=1.0, price=price)
        else:
            standing = slate.case.counting(norm.predicate, gemeente=about.gemeente).taken
            lower = float(norm.minimum - len(standing))
            draft.at_least(Family.NUMBER, about, here & slate.counts(norm.predicate), lower=lower, price=price)


def add_every(draft: Draft, slate: Slate, norm: BranchNorm, *, number: int, price: float) -> None:
    """Allow no branch that is of the kind but not as the norm asks; each that stands is one short."""
    failing = slate.counts(norm.of) & ~slate.counts(norm.predicate)
    for about in _gemeenten(slate, number):
        columns = np.flatnonzero(failing & slate.in_gemeente(about.gemeente)).astype(np.int32)
        of, found = (slate.case.counting(each, gemeente=about.gemeente).taken for each in (norm.of, norm.predicate))
        n_standing = len(of - found)
        if columns.size or n_standing:
            # 0 - (failing branches) is at least what fails already: a unit short is a branch.
            value = np.full(columns.size, -1.0)
            draft.add(Family.NUMBER, Rule(about, columns, value, float(n_standing), np.inf, price))


def _gemeenten(slate: Slate, number: int) -> Iterator[About]:
    """Yield the gemeenten of which a norm is asked."""
    for gemeente in slate.region.gemeenten:
        if slate.is_asked(gemeente.code):
            yield About(None, number, gemeente=gemeente.code)
