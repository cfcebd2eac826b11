"""Verdicts on norms for the terminal, and the words of the command that gives them."""

import io
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final, TypeVar

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spreiding.errors import InputError
from spreiding.judging.verdict import Lack, Normoordeel, Outcome, Shortfall
from spreiding.review import Review
from spreiding.ui import labels, norm_words, normen
from spreiding.ui.norm_asked import asked, groups_of
from spreiding.ui.numbers import edge, hours, whole
from spreiding.ui.teksten import VOORBEELD, sentence

Found = TypeVar("Found")
WIDTH: Final = 100
_MAX_WORST: Final = 5

HULP: Final[dict[str, str]] = {
    "toets": "Toetsen of gemeenten aan normen voldoen: aandeel, tekort, en de kernen die erbuiten vallen.",
    "--gemeente": "Alleen deze gemeente (naam of code); vaker te geven.",
    "--norm": (
        "Een norm uit de lijst om mee te beginnen, zoals redelijke-afstand-over-de-weg, of een TOML-bestand met "
        "normen; vaker te geven. Zonder deze optie alle normen uit de lijst."
    ),
    "--bevestig": "Id van een vestiging waarvan u de aannames bevestigt; vaker te geven.",
    "--bevestig-alles": "Bevestig alle aannames over vestigingen en kernen.",
    "--kernen-bevestigd": "Bevestig de kernen en hun inwoners, zodat regels per kern te toetsen zijn.",
    "--uit": "Schrijf het antwoord ook als JSON naar dit bestand.",
    "--csv": "Schrijf de oordelen ook als tabel voor Excel naar dit bestand.",
    "--norm-m": (
        "Alleen voor de uren: de afstand in meters waarbinnen zij worden opgeteld (standaard 5000, eigen keuze). De "
        "normen noemen hun eigen afstand."
    ),
    "--scholen-m": (
        "Afstand in meters fietsen vanaf waar een school ver van een vestiging ligt (standaard 3000, eigen keuze); zij "
        "staan in het antwoord met --json."
    ),
    "--modaliteit": (
        "Alleen voor de uren: auto, fiets, e-bike of lopen (standaard auto). De normen noemen hun eigen vervoer."
    ),
}
TITLE: Final = "Normtoets van {region}: {scenario}"
NOT_TESTED: Final = "Niet getoetst:"
NORMS: Final = "Wat de normen vragen, en volgens wie (geen oordeel over de wet):"
NORM_LINE: Final = "• {norm}: {asked} Label: {label}. Bron: {bron}"
# Column → its width; with one space between them they fill a terminal of 100 characters.
COLUMNS: Final[dict[str, int]] = {
    "Norm": 22,
    "Gebied": 14,
    "Oordeel": 15,
    "Hoeveel": 13,
    "Gevraagd": 10,
    "Tekort": 13,
    "%-punt": 7,
}
_TEXTS: Final = frozenset({"Norm", "Gebied", "Oordeel"})
UNSURE: Final = "onzeker"
OUTSIDE_LINE: Final = "{kern}: {outside} van {persons} erbuiten, gemiddeld {distance}, dichtstbij: {nearest}"
NOTHING_NEAR: Final = "{kern}: {outside} van {persons} erbuiten; er is niets dat meetelt"
AND_MORE: Final = "en nog {n}; met --json staan zij er alle"
LACK_LINE: Final = "{site} telt niet mee: {facts}"
HOURS_HEAD: Final = "Uren per week binnen {km} km ({modality}) van de gemiddelde inwoner (van vestigingen opgeteld):"
HOURS_LINE: Final = (
    "{area}: {staffed} bemand, {unstaffed} onbemand (Open+, volwassenen); zeker zonder: {without} inwoners"
)


def review_text(review: Review, oordelen: Sequence[Normoordeel], untested: Collection[InputError]) -> str:
    """Return verdicts as a table, and what lies behind those that are not met or cannot be given."""
    parts = [TITLE.format(region=review.region.manifest.name, scenario=review.scenario.name)]
    parts += _wrapped([VOORBEELD]) if review.region.manifest.is_example else []
    partial = norm_words.partial(review.region, {oordeel.gemeente for oordeel in oordelen})
    parts += _wrapped([partial]) if partial else []
    parts += ["", _table(review, oordelen)]
    for oordeel in oordelen:
        parts += _behind(review, oordeel)
    parts += ["", *_hours_lines(review, {oordeel.gemeente for oordeel in oordelen})]
    parts += ["", NORMS, *_wrapped(_norm_lines(review))]
    if untested:
        parts += ["", NOT_TESTED, *_wrapped(f"• {sentence(fault)}" for fault in untested)]
    return "\n".join(parts)


def _wrapped(lines: Iterable[str], indent: str = "") -> list[str]:
    """Break lines at the width of the terminal, what follows under what precedes."""
    broken = (wrap(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") for line in lines)
    return [part for parts in broken for part in parts]


def _norm_lines(review: Review) -> list[str]:
    """Tell of every norm what it asks, on whose authority."""
    lines = []
    for norm in review.kader.norms:
        lines.append(NORM_LINE.format(norm=norm.name, asked=asked(norm), label=norm.label.value, bron=norm.bron))
        lines += [f"  {normen.GROUP_BRON}: {text}" for text in groups_of(review.kader, norm)]
    return lines


def _table(review: Review, oordelen: Sequence[Normoordeel]) -> str:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
    for column, width in COLUMNS.items():
        table.add_column(column, justify="left" if column in _TEXTS else "right", overflow="fold", width=width)
    for _, group in groupby(oordelen, key=lambda each: each.norm.name):
        rows = list(group)
        for number, oordeel in enumerate(rows):
            name = f"{oordeel.norm.name} ({oordeel.norm.label.value})" if number == 0 else ""
            cells = (name, *_cells(review, oordeel))
            table.add_row(*(Text(cell) for cell in cells), end_section=number == len(rows) - 1)
    screen = io.StringIO()
    Console(file=screen, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines()).strip("\n")


def _cells(review: Review, oordeel: Normoordeel) -> tuple[str, ...]:
    area, part = norm_words.area_name(review.region, oordeel), norm_words.part_name(oordeel)
    return (
        "\n".join(text for text in (area, part) if text),
        "\n".join(
            [oordeel.outcome.value, *([norm_words.NOTHING_ASKED] if norm_words.is_nothing_asked([oordeel]) else [])]
        ),
        norm_words.figure(oordeel),
        norm_words.required(oordeel),
        norm_words.shortage(oordeel),
        "\n".join([norm_words.points(oordeel), *([UNSURE] if oordeel.is_uncertain else [])]),
    )


def _behind(review: Review, oordeel: Normoordeel) -> list[str]:
    """Tell why a verdict cannot be given, or where a norm is not met and what does not count."""
    part = norm_words.part_name(oordeel)
    area = norm_words.area_name(review.region, oordeel) + (f": {part}" if part else "")
    if oordeel.outcome is Outcome.UNDECIDED:
        return ["", *_wrapped([f"{oordeel.norm.name} ({area}): {norm_words.undecided(review, oordeel)}"])]
    lines = [text for text in (norm_words.why(review, oordeel),) if text]
    if oordeel.outcome is Outcome.NOT_MET:
        lines += _first(oordeel.shortfalls, lambda each: _outside(review, oordeel, each))
        lines += _first(oordeel.lacks, lambda lack: _lacking(review, lack))
    return ["", f"{oordeel.norm.name} ({area}):", *_wrapped(lines, indent="  ")] if lines else []


def _first(found: Sequence[Found], line: Callable[[Found], str]) -> list[str]:
    """Return a line for each of the first few, and how many more there are."""
    n_more = len(found) - _MAX_WORST
    return [*(line(each) for each in found[:_MAX_WORST]), *([AND_MORE.format(n=n_more)] if n_more > 0 else [])]


def _outside(review: Review, oordeel: Normoordeel, shortfall: Shortfall) -> str:
    template = OUTSIDE_LINE if shortfall.site >= 0 else NOTHING_NEAR
    return template.format(
        kern=norm_words.place_name(review.region, shortfall),
        outside=whole(shortfall.outside),
        persons=whole(shortfall.persons),
        distance=norm_words.distance(oordeel.norm, shortfall),
        nearest=norm_words.nearest_name(review.region, shortfall),
    )


def _lacking(review: Review, lack: Lack) -> str:
    site = review.region.sites[review.region.site_index[lack.site_id]]
    return LACK_LINE.format(site=site.name, facts=norm_words.lacking(lack))


def _hours_lines(review: Review, gemeenten: Collection[str | None]) -> list[str]:
    lines = [
        HOURS_LINE.format(
            area=gemeente.name,
            staffed=hours(summary.staffed),
            unstaffed=hours(summary.unstaffed),
            without=whole(summary.inwoners_without),
        )
        for gemeente, summary in zip(review.region.gemeenten, review.hours, strict=False)
        if gemeente.code in gemeenten
    ]
    norm = review.uitgangspunten.norm
    head = HOURS_HEAD.format(km=edge(norm.max_m), modality=labels.MODALITIES[norm.modality])
    return [*_wrapped([head]), *_wrapped(lines, indent="  ")]
