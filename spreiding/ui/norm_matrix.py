"""The matrix of verdicts: a row per norm and a column per gemeente, in words, colours and hatching."""

import html
from collections.abc import Mapping, Sequence
from typing import Final

from spreiding.judging.verdict import Normoordeel, Outcome
from spreiding.norms import AnyNorm
from spreiding.ui import labels, norm_words

CAPTION: Final = "Oordeel per norm en gebied"
SIDEWAYS: Final = "; schuif de tabel opzij voor de andere gemeenten"
MANY: Final = 3
NORM: Final = "Norm, met label en bron"
FIGURE, REQUIRED, SHORTAGE = "Hoeveel", "Gevraagd", "Tekort"
VERDICT: Final = "Oordeel"
LABEL_BRON: Final = "{label} · {bron}"
UNSURE: Final = "kan omslaan"
LEGEND: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "voldoet aan de norm",
    Outcome.NOT_MET: "voldoet niet",
    Outcome.UNDECIDED: "niet te bepalen: gegevens ontbreken of zijn niet bevestigd",
}
LEGEND_UNSURE: Final = "'kan omslaan': het oordeel ligt binnen de onzekerheidsmarge"
_CLASSES: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "ja",
    Outcome.NOT_MET: "nee",
    Outcome.UNDECIDED: "onbepaald",
}
# Blue and orange are told apart by everybody; hatching and words say the same without colour.
_STYLE: Final = """<style>
.normen { overflow-x: auto; }
.normen table { border-collapse: separate; border-spacing: 2px; font-size: 0.75rem; line-height: 1.2; width: 100%; }
.normen caption { text-align: left; font-size: 0.8rem; padding-bottom: 0.3rem; }
.normen .opzij { display: none; }
@media (max-width: 1250px) { .normen .opzij { display: inline; } }
.normen th { text-align: left; vertical-align: bottom; font-weight: 600; padding: 0.2rem 0.15rem; }
.normen thead th { font-size: 0.7rem; }
.normen tbody th { vertical-align: top; min-width: 10.5rem; max-width: 22rem; position: sticky; left: 0;
  background: #ffffff; font-size: 0.8rem; }
.normen small { display: block; font-weight: 400; font-size: 0.7rem; color: #444; }
.normen .bron { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.normen td { padding: 0.25rem 0.25rem; vertical-align: top; min-width: 3.3rem; }
.normen td small { color: inherit; }
.normen .ja { background: #0072B2; color: #ffffff; }
.normen .nee { color: #000000; padding-left: 0.65rem; background:
  repeating-linear-gradient(45deg, #8a5a00 0 2px, #E69F00 2px 5px) left / 0.4rem 100% no-repeat, #E69F00; }
.normen .onbepaald { background: #f4f4f4; color: #222; border: 1px dashed #666; }
.normen .uitleg { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; list-style: none; margin: 0 0 0.5rem; padding: 0;
  font-size: 0.8rem; align-items: center; }
.normen .uitleg li { display: flex; align-items: center; gap: 0.35rem; margin: 0; }
.normen .vak { width: 1.6rem; height: 1rem; padding: 0; flex: none; display: inline-block; }
</style>"""

Areas = Sequence[tuple[str | None, str]]


def matrix_html(norms: Sequence[AnyNorm], oordelen: Sequence[Normoordeel], areas: Areas) -> str:
    """Return a table of the verdicts on `norms` in `areas` (gemeente code, or None for the region, and its name).

    A single area leaves room for the figures themselves.
    """
    found: dict[tuple[str, str | None], list[Normoordeel]] = {}
    for oordeel in oordelen:
        found.setdefault((oordeel.norm.name, oordeel.gemeente), []).append(oordeel)
    has_figures = len(areas) == 1
    names = [VERDICT, FIGURE, REQUIRED, SHORTAGE] if has_figures else [name for _, name in areas]
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)
    rows = []
    for norm in norms:
        here = [found.get((norm.name, code), []) for code, _ in areas]
        rows.append(f"<tr>{_norm(norm)}{''.join(_cells(each, has_figures=has_figures) for each in here)}</tr>")
    return (
        f'{_STYLE}<section class="normen">{_legend()}<table lang="nl"><caption>{CAPTION}'
        f'<span class="opzij">{SIDEWAYS if len(areas) > MANY else ""}</span></caption>'
        f'<thead><tr><th scope="col">{NORM}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></section>'
    )


def _norm(norm: AnyNorm) -> str:
    source = LABEL_BRON.format(label=norm.label.value, bron=norm.bron)
    return (
        f'<th scope="row">{html.escape(norm.name)}'
        f'<small class="bron" title="{html.escape(source)}">{html.escape(source)}</small></th>'
    )


def _cells(oordelen: Sequence[Normoordeel], *, has_figures: bool) -> str:
    """Return the cell of one norm in one area, and its figures when there is room."""
    if not oordelen:
        return f"<td>{labels.NOTHING}</td>" * (4 if has_figures else 1)
    outcome, figure, required, shortage = norm_words.cell(oordelen)
    notes = [UNSURE] if any(oordeel.is_uncertain for oordeel in oordelen) else []
    notes += [norm_words.NOTHING_ASKED] if norm_words.is_nothing_asked(oordelen) else []
    remarks = "".join(f"<small>{note}</small>" for note in notes)
    told = f'<td class="{_CLASSES[outcome]}">{outcome.value}{remarks}</td>'
    return told + "".join(f"<td>{html.escape(text)}</td>" for text in (figure, required, shortage) if has_figures)


def _legend() -> str:
    items = [f'<li><span class="vak {_CLASSES[outcome]}"></span>{words}</li>' for outcome, words in LEGEND.items()]
    return f'<ul class="uitleg">{"".join(items)}<li>{LEGEND_UNSURE}</li></ul>'
