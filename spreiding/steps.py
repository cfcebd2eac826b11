"""What happens to each branch between two plans: it opens, closes, or goes on as something else or elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from spreiding.domain import Option, Plan
from spreiding.errors import InputError, raise_together
from spreiding.scenario import changes_between


@dataclass(frozen=True)
class Step:
    """One branch that opens (`old` is None), closes (`new` is None), or goes on as something else or elsewhere."""

    old_site: str
    new_site: str
    old: Option | None
    new: Option | None

    @property
    def site_ids(self) -> frozenset[str]:
        """The sites that it touches: two for a move."""
        return frozenset({self.old_site, self.new_site})

    @property
    def is_move(self) -> bool:
        """Whether the branch goes on at another site, or in another form of building at the same one.

        The latter only when both forms are known: a form that becomes known, or is not told, is no other building.
        """
        if self.old is None or self.new is None:
            return False
        forms = {self.old.huisvesting, self.new.huisvesting}
        return self.old_site != self.new_site or (len(forms) > 1 and None not in forms)


def steps_between(before: Plan, after: Plan, *, moves: Mapping[str, str]) -> tuple[Step, ...]:
    """Return what happens to each branch between two plans, in order of site; a move is one step.

    Moves of branches that do not change, because a change is switched off, are passed over.

    Raises
    ------
    InputError, InputErrors
        `transition_no_move` for a pair that is not one branch closing and one opening, `transition_double_move`.

    """
    old, new = before.by_id, after.by_id
    changed = {change.site_id for change in changes_between(before, after)}
    active = {left: to for left, to in moves.items() if left in changed or to in changed}
    targets = list(active.values())
    raise_together(
        [
            *(
                InputError("transition_no_move", site=left, to=to)
                for left, to in active.items()
                if left not in old or left in new or to in old or to not in new
            ),
            *(InputError("transition_double_move", site=to) for to in sorted(set(targets)) if targets.count(to) > 1),
        ]
    )
    return tuple(
        Step(site_id, to, old.get(site_id), new.get(to))
        for site_id in sorted(changed - set(targets))
        for to in [active.get(site_id, site_id)]
    )
