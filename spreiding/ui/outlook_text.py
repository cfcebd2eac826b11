"""Several years and use for the terminal, from the answers for machines."""

from typing import Any, Final

from spreiding.ui import gebruik, outlook_words
from spreiding.ui.numbers import cents, euros, whole

Answer = dict[str, Any]

_YEAR: Final = "{year:<6}{basis:>13}{plus:>13}{colour:>13}{housing:>15}{once:>13}{total:>14}   {open}"
_BRANCH: Final = "{name:<40}{youth:>9}{adult:>11}{visits:>10}   {margin:<19}{visit:>13}{member:>13}"


def years_text(answer: Answer) -> list[str]:
    """Return the meerjarenplan of a gemeente as lines, with what if a source ends."""
    head = _YEAR.format(
        year="Jaar",
        basis="Basis",
        plus="Basis Plus",
        colour="Kleur onb.",
        housing="Huisvesting",
        once="Eenmalig",
        total="Totaal",
        open="Dekking en wat nog open is",
    )
    lines = ["", head, *(_year(row) for row in answer["jaren"]), answer["conclusie"]]
    for ending in answer["als_een_bron_stopt"]:
        title = outlook_words.ENDING.format(source=ending["betaler"], year=ending["vanaf"])
        opens = ", ".join(f"{row['jaar']} {row['nog_te_dekken']}" for row in ending["jaren"])
        lines += [f"{title}, is nog te dekken: {opens}."]
    lines += answer["opmerkingen"]
    if answer["eenmalig_onbekend"]:
        lines += [outlook_words.ONE_OFFS_UNKNOWN, *(f"• {each}" for each in answer["eenmalig_onbekend"])]
    return lines


def _year(row: Answer) -> str:
    paid = ", ".join(f"{source} {euros(eur)}" for source, eur in row["dekking_eur"].items())
    return _YEAR.format(
        year=row["jaar"],
        basis=euros(row["basis_eur"]),
        plus=euros(row["basis_plus_eur"]),
        colour=euros(row["kleur_onbekend_eur"]),
        housing="exclusief" if row["huisvesting_eur"] is None else euros(row["huisvesting_eur"]),
        once=euros(row["eenmalig_eur"]),
        total=euros(row["totaal_eur"]),
        open=f"{paid}; open {row['nog_te_dekken']}" if paid else f"open {row['nog_te_dekken']}",
    )


def use_text(answer: Answer) -> list[str]:
    """Return expected members and visits per branch as lines."""
    head = _BRANCH.format(
        name=gebruik.TITLE,
        youth="jeugd",
        adult="volwassen",
        visits="bezoeken",
        margin="marge",
        visit="€ per bezoek",
        member="€ per lid",
    )
    return ["", head, *(_branch(row) for row in answer["vestigingen"]), *answer["toelichting"]]


def _branch(row: Answer) -> str:
    low, high = whole(row["bezoeken_laag"]), whole(row["bezoeken_hoog"])
    return _BRANCH.format(
        name=row["naam"][:39],
        youth=whole(row["jeugdleden"]),
        adult=whole(row["volwassen_leden"]),
        visits=whole(row["bezoeken"]),
        margin=gebruik.BETWEEN.format(low=low, high=high),
        visit=cents(row["eur_per_bezoek"]),
        member=cents(row["eur_per_lid"]),
    )
