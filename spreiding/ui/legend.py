"""Map classes: edges, colours and words, with the norm as a class edge."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.ui import labels
from spreiding.ui.maps import Look
from spreiding.ui.numbers import edge, whole

# After YlGnBu (ColorBrewer): three light steps within the norm, three dark ones beyond it, with the largest step at
# the norm. Neighbours stay at least 20 apart (CIELAB), also for the red- or green-blind.
_WITHIN: Final = ("#d9f0b3", "#97d6b9", "#4cb9c3")
_BEYOND: Final = ("#1e78b4", "#243f98", "#081d58")
_NO_ROUTE: Final = "#757575"
# PuOr (ColorBrewer): purple is closer by, orange further away.
_CLOSER: Final = ("#542788", "#998ec3")
_SAME: Final = "#e0e0e0"
_FURTHER: Final = ("#f1a340", "#b35806")
# Class edges as parts of the norm: with a norm of 5 km these are 1, 2.5, 5, 7.5 and 10 km.
_PARTS: Final = (0.2, 0.5, 1.0, 1.5, 2.0)
_SAME_M: Final = 100.0
_MUCH_M: Final = 2500.0

_STYLE: Final = """<style>
.legenda h4 { font-size: 0.95rem; margin: 0; padding: 0; }
.legenda .eenheid { margin: 0; text-align: right; font-size: 0.8rem; opacity: 0.75; }
.legenda ul { list-style: none; margin: 0; padding: 0; font-size: 0.9rem; }
.legenda li { display: flex; align-items: center; gap: 0.5rem; margin: 0; padding: 0.12rem 0; }
.legenda .kop { font-weight: 600; padding-top: 0.4rem; }
.legenda .vak { width: 1.6rem; height: 1rem; border: 1px solid #555; flex: none; }
.legenda .aantal { margin-left: auto; font-variant-numeric: tabular-nums; }
.legenda .punt { border-radius: 50%; flex: none; }
.legenda .punten { display: flex; flex-wrap: wrap; column-gap: 1.2rem; }
</style>"""


@dataclass(frozen=True)
class MapClasses:
    """Classes of one indicator: class k holds values in (`edges_m[k-1]`, `edges_m[k]`] [m].

    One class more than edges, and one last class for what has no number. `colours` (#rrggbb) and `words` run
    parallel to the classes.
    """

    title: str
    edges_m: tuple[float, ...]
    colours: tuple[str, ...]
    words: tuple[str, ...]

    def of(self, metres: FloatArray) -> NDArray[np.uint8]:
        """Class of each value [m]; infinite (no route) and NaN fall in the last class."""
        found = np.searchsorted(np.array(self.edges_m), metres, side="left")
        return np.where(metres < np.inf, found, len(self.colours) - 1).astype(np.uint8)


def distance_classes(norm_m: float) -> MapClasses:
    """Classes of the distance to the nearest branch [m], the norm among the edges and counted as within."""
    edges = tuple(part * norm_m for part in _PARTS)
    between = [labels.BETWEEN.format(low=edge(low), high=edge(high)) for low, high in pairwise(edges)]
    return MapClasses(
        title=labels.DISTANCE_TITLE,
        edges_m=edges,
        colours=(*_WITHIN, *_BEYOND, _NO_ROUTE),
        words=(
            labels.UP_TO.format(high=edge(edges[0])),
            *between,
            labels.MORE_THAN.format(low=edge(edges[-1])),
            labels.NO_ROUTE,
        ),
    )


def change_classes() -> MapClasses:
    """Classes of the change in distance against today [m], negative is closer by."""
    much, same = edge(_MUCH_M), edge(_SAME_M)
    return MapClasses(
        title=labels.CHANGE_TITLE,
        edges_m=(-_MUCH_M, -_SAME_M, _SAME_M, _MUCH_M),
        colours=(*_CLOSER, _SAME, *_FURTHER, _NO_ROUTE),
        words=(
            labels.MUCH_CLOSER.format(much=much),
            labels.CLOSER.format(same=same, much=much),
            labels.SAME.format(same=same),
            labels.FURTHER.format(same=same, much=much),
            labels.MUCH_FURTHER.format(much=much),
            labels.NO_ROUTE,
        ),
    )


def persons_per_class(classes: MapClasses, metres: FloatArray, inwoners: FloatArray) -> FloatArray:
    """Inhabitants [persons] in each class, from the distance [m] of every demand point."""
    return np.bincount(classes.of(metres), weights=inwoners, minlength=len(classes.colours)).astype(np.float64)


def legend_html(classes: MapClasses, persons: FloatArray, *, groups: Sequence[tuple[int, str]] = ()) -> str:
    """Legend as a list: colour, words and inhabitants per class; `groups` are headings before a class number."""
    headings = dict(groups)
    items = []
    for number, (colour, words, count) in enumerate(zip(classes.colours, classes.words, persons, strict=True)):
        if number in headings:
            items.append(f'<li class="kop">{html.escape(headings[number])}</li>')
        items.append(
            f'<li><span class="vak" style="background:{colour}"></span>{html.escape(words)}'
            f'<span class="aantal">{whole(count)}</span></li>'
        )
    heading = f'<h4>{html.escape(classes.title)}</h4><p class="eenheid">{labels.INWONERS}</p>'
    return f'{_STYLE}<section class="legenda">{heading}<ul>{"".join(items)}</ul></section>'


def distance_groups(norm_m: float) -> tuple[tuple[int, str], tuple[int, str]]:
    """Headings of the distance classes: within the norm, and beyond it."""
    norm = edge(norm_m)
    return (0, labels.WITHIN_NORM.format(norm=norm)), (len(_WITHIN), labels.BEYOND_NORM.format(norm=norm))


def marker_legend_html(looks: Sequence[tuple[Look, str]]) -> str:
    """Legend of the markers, drawn as on the map."""
    items = []
    for look, words in looks:
        side = round(2 * look.radius)
        line = "solid" if look.dash is None else "dashed"
        items.append(
            f'<li><span class="punt" style="width:{side}px;height:{side}px;background:{look.fill};'
            f'border:{look.weight}px {line} {look.stroke}"></span>{html.escape(words)}</li>'
        )
    heading = f"<h4>{html.escape(labels.BRANCHES)}</h4>"
    return f'{_STYLE}<section class="legenda">{heading}<ul class="punten">{"".join(items)}</ul></section>'


def reach_legend_html(title: str, bands: Sequence[tuple[str, str]]) -> str:
    """Legend of the area around a branch: colour and words, from near to far."""
    items = [
        f'<li><span class="vak" style="background:{colour}66;border-color:{colour}"></span>{html.escape(words)}</li>'
        for colour, words in bands
    ]
    heading = f"<h4>{html.escape(title)}</h4>"
    return f'{_STYLE}<section class="legenda">{heading}<ul class="punten">{"".join(items)}</ul></section>'
