"""What the closing of one branch means, in words."""

from collections.abc import Sequence
from typing import Final

from spreiding.closing import Closing
from spreiding.ui.numbers import kilometres, whole
from spreiding.ui.teksten import listed

# So many of the branches that take over are named; the others are added up.
MOST_NAMED: Final = 3

NOBODY: Final = "Sluit deze vestiging, dan hoeft niemand verder."
FURTHER: Final = "Sluit deze vestiging, dan is de dichtstbijzijnde voor {persons} inwoners verder weg."
MEAN: Final = "Gemiddeld gaan zij van {before} naar {after}; wie er het meest op achteruitgaat, moet {most} verder."
WITHOUT: Final = "{persons} inwoners kunnen dan over de weg geen enkele vestiging meer bereiken."
LED_TO: Final = "Haar inwoners gaan dan naar {branches}."
BRANCH, OTHERS = "{name} ({persons})", "andere vestigingen ({persons})"


def closing_text(closing: Closing, names: Sequence[str]) -> str:
    """Say who must go further, how far and where to; `names` are those of all sites of the region."""
    lines = [FURTHER.format(persons=whole(closing.inwoners_further)) if closing.inwoners_further > 0 else NOBODY]
    if closing.inwoners_further > closing.inwoners_without:
        before, after, most = (
            kilometres(metres) for metres in (closing.mean_before_m, closing.mean_after_m, closing.most_extra_m)
        )
        lines.append(MEAN.format(before=before, after=after, most=most))
    if closing.inwoners_without > 0:
        lines.append(WITHOUT.format(persons=whole(closing.inwoners_without)))
    if closing.taken_over:
        lines.append(LED_TO.format(branches=listed(_branches(closing, names))))
    return " ".join(lines)


def _branches(closing: Closing, names: Sequence[str]) -> list[str]:
    """Return the branches that take over with how many inwoners each, beyond `MOST_NAMED` in one sum."""
    named, others = closing.taken_over[:MOST_NAMED], closing.taken_over[MOST_NAMED:]
    words = [BRANCH.format(name=names[each.site], persons=whole(each.inwoners)) for each in named]
    if others:
        words.append(OTHERS.format(persons=whole(sum(each.inwoners for each in others))))
    return words
