"""Text for the terminal: progress on stderr, answers as short Dutch tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from spreiding.optimise.question import Goal
from spreiding.ui import hulp, plan_words
from spreiding.ui.numbers import euros, kilometres, minutes, percentage, whole
from spreiding.ui.teksten import VOORBEELD

Answer = dict[str, Any]


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Show a bar on stderr; yield a function that takes the step and the share done [0-1]."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, visible=False)

        def show(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share, visible=True)

        yield show


@contextmanager
def solver_progress(goal: Goal) -> Iterator[Callable[[float, float, float], None]]:
    """Show incumbent and bound of a running search for `goal` on stderr."""
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(plan_words.SEARCHING, total=None)

        def show(incumbent: float, bound: float, _seconds: float) -> None:
            bar.update(task, description=plan_words.searching(goal, incumbent, bound))

        yield show


def evaluation_text(answer: Answer) -> str:
    """Return an evaluation as lines of text and a table per gemeente."""
    norm = answer["norm"]
    lines = [f"{answer['regio']}: {answer['scenario'] or 'plan'}"]
    lines += [VOORBEELD] if answer["voorbeeldgegevens"] else []
    lines += [answer["prognosetoelichting"]] if answer["prognosetoelichting"] else []
    lines += [
        f"Norm: {norm['naam']}, hooguit {whole(norm['max_m'])} m ({norm['modaliteit']}; {norm['label']})",
        "",
        f"Inwoners               {whole(answer['inwoners'])}",
        f"Vestigingen            {answer['n_vestigingen']}",
        f"Binnen de norm         {percentage(answer['aandeel_binnen_norm'])}",
        f"Gemiddelde afstand     {_km(answer['gemiddelde_afstand_km'])}, {minutes(answer['gemiddelde_reistijd_min'])}",
        f"Mediaan en 90%         {_km(answer['mediaan_afstand_km'])} en {_km(answer['p90_afstand_km'])}",
        f"Zonder route           {whole(answer['n_onbereikbaar'])}",
        f"Verste 10%             {_km(answer['eerlijkheid']['verste_10_procent_km'])}",
        f"Verschil tussen dorpen {_km(answer['eerlijkheid']['verschil_tussen_dorpen_km'])}",
        (
            f"Kosten per jaar        {euros(answer['kosten_eur_per_jaar'])}"
            f" (vestigingen {euros(answer['kosten_vestigingen_eur_per_jaar'])})"
        ),
        "",
        f"{'Gemeente':<20}{'Inwoners':>10}{'Vest.':>7}{'Afstand':>10}{'Binnen':>9}{'Kosten per jaar':>18}",
    ]
    lines += [
        f"{area['naam'][:19]:<20}{whole(area['inwoners']):>10}{area['n_vestigingen']:>7}"
        f"{_km(area['gemiddelde_afstand_km']):>10}{percentage(area['aandeel_binnen_norm']):>9}"
        f"{euros(area['kosten_eur_per_jaar']):>18}"
        for area in answer["gemeenten"]
    ]
    if answer["kosten_onvolledig"]:
        lines += ["", "De kosten zijn onvolledig:", *(f"• {reason}" for reason in answer["kosten_onvolledig"])]
    return "\n".join(lines)


def region_text(answer: Answer) -> str:
    """Return what was built, and where."""
    nodes = ", ".join(f"{modality} {whole(count)}" for modality, count in answer["n_knopen"].items())
    lines = [
        f"Regio '{answer['naam']}' staat klaar in {answer['map']}",
        f"Inwoners      {whole(answer['inwoners'])} in {whole(answer['n_vierkanten'])} vierkanten of gebieden",
    ]
    for key, text in hulp.REGIO_AANTALLEN.items():
        lines += [f"{text:<14}{whole(answer[key])}"] if answer[key] else []
    lines += [f"Wegknopen     {nodes}", f"Fingerprint   {answer['fingerprint']}"]
    return "\n".join([*lines, *(f"• {remark}" for remark in answer["opmerkingen"])])


def report_text(answer: Answer) -> str:
    """Return what an input file holds, one field per line."""
    return "\n".join(f"{name:<22}{_field(name, value)}" for name, value in answer.items())


def _field(name: str, value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return percentage(value) if name.startswith("aandeel") else whole(value)
    return str(value)


def _km(value: float | None) -> str:
    return kilometres(None if value is None else value * 1000)
