"""What a user typed of several years on the page Kosten, as typed; what can be reckoned with is read from it."""

from dataclasses import dataclass, replace

from spreiding.demand import Variant
from spreiding.domain import Vestigingstype
from spreiding.funding import Cover, CoverSource
from spreiding.horizon import Horizon
from spreiding.transitions import Transitions
from spreiding.ui.drafts import Row


@dataclass(frozen=True)
class OneOffRow(Row):
    """What changes of branches of a class cost once [€]: opening, becoming one, rent that runs on, book value lost."""

    klasse: Vestigingstype
    opening: float | None = None
    converting: float | None = None
    rent: float | None = None
    write_off: float | None = None


@dataclass(frozen=True)
class CoverRow(Row):
    """What one source promises a gemeente [€ per year], from one year until another if told."""

    source: str | None = None
    name: str | None = None
    eur: float | None = None
    first: float | None = None
    last: float | None = None
    bron: str | None = None


@dataclass(frozen=True)
class StartRow(Row):
    """The year in which the change of a branch starts."""

    site_id: str
    year: float | None = None


@dataclass(frozen=True)
class YearChoices:
    """What the bill over several years is made with: years, one-off amounts, and what is promised."""

    horizon: Horizon
    transitions: Transitions
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True)
class YearsDraft:
    """What was typed; `choices` are the last that can be used, `fault` what is wrong since then.

    Percentages and months are text, as they were typed. `covers` are by gemeente (CBS code). `population` is
    the variant of the forecasts that inwoners follow, None for those of today. `ending` is the source of
    which the user asks what happens when it ends, from `ending_year` on.
    """

    first_year: str
    n_years: str
    index: str
    interest: str
    afbouw: str
    friction: str
    moving: str
    choices: YearChoices
    one_offs: tuple[OneOffRow, ...] = tuple(OneOffRow(klasse) for klasse in Vestigingstype)
    starts: tuple[StartRow, ...] = ()
    covers: tuple[tuple[str, tuple[CoverRow, ...]], ...] = ()
    population: Variant | None = None
    ending: CoverSource | None = None
    ending_year: int | None = None
    fault: str = ""
    version: int = 0

    def covers_of(self, gemeente: str) -> tuple[CoverRow, ...]:
        """Return what is typed of the money of one gemeente."""
        return dict(self.covers).get(gemeente, ())

    def with_covers(self, gemeente: str, rows: tuple[CoverRow, ...]) -> "YearsDraft":
        """Return the draft with other rows of money of one gemeente."""
        return replace(self, covers=tuple((dict(self.covers) | {gemeente: rows}).items()))

    def start_of(self, site_id: str) -> StartRow:
        """Return when the change of a branch starts; without a year in the first."""
        return next((row for row in self.starts if row.site_id == site_id), StartRow(site_id))

    def with_starts(self, rows: tuple[StartRow, ...]) -> "YearsDraft":
        """Return the draft with other starts of some branches."""
        changed = {row.site_id: row for row in self.starts} | {row.site_id: row for row in rows}
        return replace(self, starts=tuple(changed.values()))
