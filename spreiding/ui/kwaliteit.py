"""The quality report in words: one finding per subject, what it means, what to do when it is not in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spreiding.domain import Modality
from spreiding.quality import FAR_BRANCH_M, FAR_FROM_ROAD_M, MAX_DIFFERENCE_KM, Quality
from spreiding.ui import labels
from spreiding.ui.numbers import UNKNOWN, edge, kilometres, percentage, signed, whole

# From here on a share is worth a warning; our choice.
_MUCH: Final = 0.1
# What is written as 100,0%.
_ALL: Final = 0.9995

IN_ORDER, NOTICE = "in orde", "let op"

# The figures at the top.
HEADLINES: Final = ("Inwoners", "Geschat geplaatst", "Wonen ver van een weg", "Afstand als bij het CBS")
NO_COMPARISON: Final = UNKNOWN
NO_FACTS_NOTE: Final = "de afstand volgens het CBS is niet ingelezen"
OF: Final = "{part} van {all}"
HEADLINE_NOTES: Final = (
    "{n_squares} vierkanten of gebieden met inwoners",
    "{persons} inwoners staan niet in een vierkant van de bron",
    "meer dan {far} meter; {squares}",
    "gemeenten: gemiddelde afstand hooguit {max_km} km anders dan die van het CBS",
)
EXAMPLE_NOTE: Final = "voorbeeld: van alle inwoners is de plek gegenereerd"
ALL_IN_ORDER: Final = "Niets in deze gegevens vraagt aandacht."
ATTENTION: Final = "Van {all} punten vragen er {n} aandacht: {subjects}."
NO_FACTS: Final = (
    "Voor deze regio is geen afstand van het CBS ingelezen, dus onze afstanden zijn niet naast een andere bron gelegd."
)
GIVE_FACTS: Final = (
    "Geef bij het maken van de regio ook 'wijken en buurten' van het CBS (opdrachtregel: --totalen): daarin staat die "
    "kolom."
)
SMALL_SQUARE_M: Final = 100
SPREAD: Final = " Waar zij binnen hun vierkant of gebied wonen, is een aanname: gelijk verdeeld langs de wegen."


@dataclass(frozen=True)
class Finding:
    """One line of the report; without `advice` it is in order."""

    subject: str
    figure: str
    meaning: str
    advice: str = ""

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        return NOTICE if self.advice else IN_ORDER


def findings(quality: Quality) -> tuple[Finding, ...]:
    """Return the report line by line."""
    return tuple(line(quality) for line in _LINES)


def _read(quality: Quality) -> Finding:
    is_coarse = quality.smallest_side_m > SMALL_SQUARE_M
    return Finding(
        "Inwoners",
        whole(quality.inwoners),
        f"Zoveel inwoners tellen mee in alle cijfers, geschatte inwoners inbegrepen.{SPREAD if is_coarse else ''}",
        "" if quality.inwoners > 0 else "Kies een bestand met inwoners in dit gebied.",
    )


def _estimated(quality: Quality) -> Finding:
    has_fill = bool({"aanvulling", "totalen"} & {bron.role for bron in quality.bronnen})
    advice = ""
    if quality.share_estimated > _MUCH:
        advice = "Dat is veel: gebruik vierkanten van 100 meter uit hetzelfde jaar als de grotere gebieden."
    elif quality.smallest_side_m == SMALL_SQUARE_M and not has_fill and not quality.is_example:
        advice = "Geef ook de vierkanten van 500 meter: verspreide huizen ontbreken in die van 100 meter."
    return Finding(
        "Geschat geplaatst",
        f"{whole(quality.inwoners_estimated)} ({percentage(quality.share_estimated)})",
        "Inwoners die een groter gebied wel telt en de kleine vierkanten niet: geplaatst langs bewoonde wegen daar.",
        advice,
    )


def _missing(quality: Quality) -> Finding:
    most = quality.inwoners_missing_max
    bound = "hoeveel inwoners dat zijn, zegt de bron niet" if most is None else f"samen 0 tot {whole(most)} inwoners"
    return Finding(
        "Zonder bekend aantal",
        whole(quality.n_missing),
        f"Vierkanten of gebieden waarvan de bron het aantal geheim houdt ({bound}); zij tellen niet mee."
        if quality.n_missing
        else "Van elk vierkant of gebied is het aantal bekend.",
        "Geef ook de vierkanten van 500 meter of de buurten: die vullen aan wat ontbreekt."
        if quality.n_missing and not quality.inwoners_estimated
        else "",
    )


def _dropped(quality: Quality) -> Finding:
    return Finding(
        "Weggelaten",
        whole(quality.n_dropped),
        "Vierkanten of gebieden buiten de gekozen gemeenten; dat hoort zo bij een bestand van heel Nederland.",
    )


def _unplaced(quality: Quality) -> Finding:
    return Finding(
        "Niet geplaatst",
        whole(quality.inwoners_unplaced),
        "Inwoners die volgens grotere gebieden ontbreken, maar waarvoor geen bewoonde weg is gevonden.",
        "Controleer of het wegenbestand het hele gebied bevat." if quality.inwoners_unplaced > 0 else "",
    )


def _outside(quality: Quality) -> Finding:
    return Finding(
        "Buiten de gemeenten",
        whole(quality.inwoners_outside),
        "Inwoners die in geen enkele bekende gemeente wonen: wel in de totalen, niet in de cijfers per gemeente.",
        "Geef de grenzen van alle gemeenten, of kies inwoners van dit gebied alleen."
        if quality.inwoners_outside > 0
        else "",
    )


def _far(quality: Quality) -> Finding:
    return Finding(
        f"Verder dan {whole(FAR_FROM_ROAD_M)} m van een weg",
        f"{whole(quality.inwoners_far)} in {_squares(quality.n_far)}" if quality.n_far else whole(0),
        "Hun afstand tot de weg telt hemelsbreed mee, dus hun afstand is onzeker.",
        "Bekijk de lijst bij 'Wegen': vaak stopt het wegenbestand daar, of ligt er water tussen."
        if quality.n_far
        else "",
    )


def _pieces(quality: Quality) -> Finding:
    roads = quality.components.get(Modality.AUTO)
    persons = 0.0 if roads is None else roads.inwoners_small
    return Finding(
        "Losse stukken autoweg",
        labels.NOTHING if roads is None else whole(roads.n_small),
        f"Zij doen niet mee. {whole(persons)} inwoners wonen eraan en vertrekken van een andere weg."
        if roads is not None
        else "Deze regio is gebouwd voordat dit werd geteld.",
        "Neem een wegenbestand dat ruimer is dan de regio." if _is_much(persons, quality) else "",
    )


def _unserved(quality: Quality) -> Finding:
    roads = quality.components.get(Modality.AUTO)
    persons = 0.0 if roads is None else roads.inwoners_unserved
    return Finding(
        "Delen van het autonet zonder vestiging of plek",
        labels.NOTHING if roads is None else whole(roads.n_unserved),
        f"Vandaar is er geen enkele te bereiken. {whole(persons)} inwoners wonen eraan: zij lopen naar de volgende "
        "weg, en dat telt mee in hun afstand.",
        "Kijk of het wegenbestand een brug of veer mist, of voeg er een plek toe." if persons > 0 else "",
    )


def _is_much(persons: float, quality: Quality) -> bool:
    """Whether one in a hundred inhabitants is concerned."""
    return persons > quality.inwoners * _MUCH / 10


def _branches(quality: Quality) -> Finding:
    return Finding(
        f"Vestigingen verder dan {whole(FAR_BRANCH_M)} m van een weg",
        OF.format(part=whole(quality.n_branches_far), all=whole(len(quality.branches))),
        "Een vestiging staat aan de weg; verder ervandaan is de plek van iets anders, of ontbreekt haar straat.",
        "Bekijk de lijst 'Vestigingen' en verbeter de coördinaten." if quality.n_branches_far else "",
    )


def _types(quality: Quality) -> Finding:
    return Finding(
        "Vestigingen zonder klasse",
        whole(quality.n_unknown_type),
        "Zonder klasse zijn de kosten en de kernfuncties onbekend, en telt zij alleen mee voor een norm zonder eisen.",
        "Vul de kolom klasse in het bestand met vestigingen in." if quality.n_unknown_type else "",
    )


def _hours(quality: Quality) -> Finding:
    return Finding(
        "Vestigingen zonder uren",
        whole(quality.n_unknown_hours),
        "Zonder bemande uren is niet te zeggen of iets een vestiging of een servicepunt is.",
        "Vul de kolom bemande_uren in; voor afstanden en kosten is dat niet nodig." if quality.n_unknown_hours else "",
    )


def _compared(quality: Quality) -> Finding:
    if not quality.n_compared:
        return Finding("Afstand naast het CBS", NO_COMPARISON, NO_FACTS, GIVE_FACTS)
    return Finding(
        "Afstand naast het CBS",
        OF.format(part=whole(quality.n_compared - quality.n_large), all=whole(quality.n_compared)),
        f"Gemeenten waar onze gemiddelde afstand hooguit {_max_km()} km verschilt van die van het CBS.",
        "Bekijk bij 'Afstand naast CBS' welke gemeente afwijkt: ontbreekt er een vestiging of een weg?"
        if quality.n_large
        else "",
    )


def _ages(quality: Quality) -> Finding:
    unknown, estimated = quality.share_groups_unknown, quality.share_groups_estimated
    if unknown >= _ALL:
        return Finding(
            "Leeftijd geschat", NO_COMPARISON, "De bron geeft geen leeftijden; in de afstanden telt dat niet."
        )
    return Finding(
        "Leeftijd geschat",
        percentage(estimated),
        "Inwoners van wie de bron de vijf leeftijdsgroepen niet volledig geeft; zij kregen de verdeling van een "
        f"groter gebied. Van {percentage(unknown)} is de leeftijd onbekend.",
    )


_LINES: Final[tuple[Callable[[Quality], Finding], ...]] = (
    *(_read, _estimated, _missing, _dropped, _unplaced, _outside, _far, _pieces, _unserved),
    *(_branches, _types, _hours, _compared, _ages),
)


def summary(quality: Quality) -> str:
    """Return which findings ask for attention, in one sentence."""
    lines = findings(quality)
    notable = [line.subject[0].lower() + line.subject[1:] for line in lines if line.advice]
    if not notable:
        return ALL_IN_ORDER
    return ATTENTION.format(n=len(notable), all=len(lines), subjects=", ".join(notable))


def headlines(quality: Quality) -> tuple[tuple[str, str, str], ...]:
    """Label, figure and note of the four figures at the top."""
    compared = OF.format(part=whole(quality.n_compared - quality.n_large), all=whole(quality.n_compared))
    figures = (
        whole(quality.inwoners),
        percentage(quality.share_estimated),
        whole(quality.inwoners_far),
        compared if quality.n_compared else NO_COMPARISON,
    )
    notes = (
        HEADLINE_NOTES[0].format(n_squares=whole(quality.n_squares)),
        EXAMPLE_NOTE if quality.is_example else HEADLINE_NOTES[1].format(persons=whole(quality.inwoners_estimated)),
        HEADLINE_NOTES[2].format(far=whole(FAR_FROM_ROAD_M), squares=_squares(quality.n_far)),
        HEADLINE_NOTES[3].format(max_km=_max_km()) if quality.n_compared else NO_FACTS_NOTE,
    )
    return tuple(zip(HEADLINES, figures, notes, strict=True))


def report_text(quality: Quality) -> str:
    """Return the report as lines of text."""
    lines = [f"{quality.name}: kwaliteit van de gegevens", ""]
    for line in findings(quality):
        mark = f" [{NOTICE}]" if line.advice else ""
        lines.append(f"{line.subject}: {line.figure}{mark}")
        lines += [f"    {text}" for text in (line.meaning, line.advice) if text]
    if quality.n_compared:
        lines += ["", f"{labels.GEMEENTE:<20}{'hier':>10}{'CBS':>10}{'verschil':>12}"]
        lines += [
            f"{row.name[:19]:<20}{kilometres_of(row.distance_km):>10}{kilometres_of(row.distance_source_km):>10}"
            f"{signed(kilometres_of(row.difference_km), round(row.difference_km or 0, 1)):>12}"
            for row in quality.gemeenten
        ]
    return "\n".join(lines)


def kilometres_of(value: float | None) -> str:
    """Write kilometres as '2,5 km'; nobody reads '-0,0 km' as nothing."""
    return kilometres(None if value is None else (round(value, 1) + 0.0) * 1000)


def _squares(count: int) -> str:
    return "1 vierkant" if count == 1 else f"{whole(count)} vierkanten"


def _max_km() -> str:
    return edge(MAX_DIFFERENCE_KM * 1000)
