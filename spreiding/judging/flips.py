"""Verdicts that differ between two plans: what a scenario makes good, and what it spoils."""

from collections.abc import Iterable
from dataclasses import dataclass

from spreiding.domain import Kernfunctie
from spreiding.judging.verdict import Normoordeel, Outcome

_Key = tuple[str, str | None, str | None, Kernfunctie | None]


@dataclass(frozen=True)
class Flip:
    """A norm whose verdict in an area changes; both verdicts are about the same norm and area."""

    before: Normoordeel
    after: Normoordeel

    @property
    def is_gain(self) -> bool:
        """Whether the norm comes to be met."""
        return self.after.outcome is Outcome.MET

    @property
    def is_loss(self) -> bool:
        """Whether the norm was met and is so no longer, or cannot be said to be."""
        return self.before.outcome is Outcome.MET


def find_flips(before: Iterable[Normoordeel], after: Iterable[Normoordeel]) -> tuple[Flip, ...]:
    """Return the verdicts that change, losses first, in the order of `after`; what only one side judged does not."""
    known = {_key(oordeel): oordeel for oordeel in before}
    flips = [
        Flip(known[_key(oordeel)], oordeel)
        for oordeel in after
        if _key(oordeel) in known and known[_key(oordeel)].outcome is not oordeel.outcome
    ]
    return tuple(sorted(flips, key=lambda flip: (not flip.is_loss, flip.is_gain)))


def _key(oordeel: Normoordeel) -> _Key:
    """Tell one verdict from another: the norm in full, so that one whose numbers changed is another norm."""
    return oordeel.norm.canonical_json(), oordeel.gemeente, oordeel.kern, oordeel.kernfunctie
