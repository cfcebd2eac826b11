"""Bills for the terminal: a table per gemeente, from the answer for machines."""

from decimal import Decimal
from typing import Any, Final

from spreiding.ui import bill_words, outlook_text
from spreiding.ui.numbers import cents, quantity, signed
from spreiding.ui.teksten import VOORBEELD

Answer = dict[str, Any]

_WIDTH: Final = 46
_ROW: Final = "{what:<46}  {colour:<14}{quantity:>10} × {tariff:>14} = {eur:>16}"
_HEAD: Final = f"{'Regel':<46}  {'Kleur':<14}{'Aantal':>10}   {'Tarief':>14}   {'Bedrag':>16}"
_SUM: Final = "{what:<46}{eur:>59}"


def bills_text(answer: Answer) -> str:
    """Return the bills as text: what they rest on, then each gemeente with its lines, sums and unknowns."""
    head = [f"{answer['regio']}: {answer['scenario']}"]
    head += [VOORBEELD] if answer["voorbeeldgegevens"] else []
    head += [answer["prognosetoelichting"]] if answer["prognosetoelichting"] else []
    head += [bill_words.PRICE_LEVEL.format(year=answer["prijspeil"], bron=answer["bron"])]
    blocks = [_gemeente(area) for area in answer["gemeenten"]]
    if len(blocks) > 1:
        blocks.append(
            [
                f"Samen, {len(blocks)} gemeenten",
                _sum(bill_words.PER_YEAR, answer["totaal_eur_per_jaar"]),
                _change(answer["verschil_eur_per_jaar"]),
            ]
        )
    return "\n".join([*head, *(line for block in blocks for line in ["", *block])])


def _gemeente(area: Answer) -> list[str]:
    bill = area["scenario"]
    lines = [f"{area['naam']}, {quantity(Decimal(str(area['inwoners'])))} inwoners"]
    lines += [_HEAD, *(_row(line) for line in bill["regels"])] if bill["regels"] else []
    lines += _sums(bill) if bill["totaal_eur_per_jaar"] is not None else [bill_words.NO_BILL]
    lines += [_change(area["verschil_eur_per_jaar"])]
    lines += _against_subsidy(bill)
    if bill["van_elke_100_eur_door_vestigingen"] is not None:
        eur = cents(_decimal(bill["van_elke_100_eur_door_vestigingen"]))
        lines += [bill_words.OF_BRANCHES.format(eur=eur)]
    lines += [area["huisvesting"]]
    if bill["onbekend"]:
        lines += [bill_words.INCOMPLETE, *(f"• {sentence}" for sentence in bill["onbekend"])]
    lines += outlook_text.years_text(area["meerjaren"]) if "meerjaren" in area else []
    return lines + (outlook_text.use_text(area["gebruik"]) if "gebruik" in area else [])


def _row(line: Answer) -> str:
    what = line["omschrijving"] + (" (eenmalig)" if line["eenmalig"] else "")
    return _ROW.format(
        what=_cut(what),
        colour=line["kleur"],
        quantity=quantity(_decimal(line["aantal"])),
        tariff=cents(_decimal(line["tarief_eur"])),
        eur=cents(_decimal(line["bedrag_eur"])),
    )


def _sums(bill: Answer) -> list[str]:
    """Return the subtotals that are not zero, and the total with what it is per inwoner."""
    parts = {
        "Basis": bill["basis_eur_per_jaar"],
        "Basis Plus": bill["basis_plus_eur_per_jaar"],
        "Kleur onbekend": bill["kleur_onbekend_eur_per_jaar"],
        bill_words.HOUSING: bill["huisvesting_eur_per_jaar"],
        bill_words.ONCE: bill["eenmalig_eur"],
    }
    return [
        *(_sum(name, eur) for name, eur in parts.items() if eur),
        _sum(bill_words.PER_YEAR, bill["totaal_eur_per_jaar"]),
        _sum(bill_words.PER_INWONER, bill["eur_per_inwoner"]),
    ]


def _against_subsidy(bill: Answer) -> list[str]:
    if bill["subsidie_nu_eur_per_jaar"] is None:
        return []
    return [
        _sum(bill_words.SUBSIDY, bill["subsidie_nu_eur_per_jaar"]),
        _sum(bill_words.ABOVE_SUBSIDY, bill["boven_subsidie_eur_per_jaar"]),
    ]


def _change(eur: float | None) -> str:
    written = cents(_decimal(eur))
    return _SUM.format(what=bill_words.CHANGE, eur=written if eur is None else signed(written, eur))


def _sum(what: str, eur: float | None) -> str:
    return _SUM.format(what=what, eur=cents(_decimal(eur)))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
