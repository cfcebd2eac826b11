"""The norms of a question as rules and covers of a program; each kind has a module of its own."""

from spreiding.errors import QuestionError
from spreiding.norms import Area, BranchNorm, CountNorm, FunctionNorm, HoursNorm, KernNorm, ReachNorm, SchoolNorm
from spreiding.optimise.framing.cover_rows import asked_areas, norm_covers
from spreiding.optimise.framing.draft import Draft
from spreiding.optimise.framing.kern_rows import add_kernen
from spreiding.optimise.framing.place_rows import add_count, add_every
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.question import AskedNorm
from spreiding.optimise.result import Remark, RemarkKind


def add_norms(draft: Draft, slate: Slate, *, price_unit: float) -> None:
    """Add all norms, and what has to be said of them; a unit of the first goal is `price_unit` of the program's.

    Raises
    ------
    QuestionError
        `price_needs_kern`.

    """
    for number, asked in enumerate(slate.question.norms):
        price = float("inf") if asked.price is None else asked.price * price_unit
        _add(draft, slate, asked, number=number, price=price)
        _remark(draft, slate, asked)


def _add(draft: Draft, slate: Slate, asked: AskedNorm, *, number: int, price: float) -> None:
    norm = asked.norm
    match norm:
        case ReachNorm() | FunctionNorm() | HoursNorm():
            areas = asked_areas(slate, norm, number=number, price=price)
            draft.covers.extend(norm_covers(slate, norm, areas))
        case CountNorm():
            add_count(draft, slate, norm, number=number, price=price)
        case BranchNorm():
            add_every(draft, slate, norm, number=number, price=price)
        case KernNorm():
            if asked.price is not None and not asked.may_have_price:
                raise QuestionError("price_needs_kern", norm=norm.name)
            add_kernen(draft, slate, norm, number=number, price=price)
        case SchoolNorm():
            draft.remarks.append(Remark(RemarkKind.NORM_OUTSIDE, {"norm": norm.name}))


def _remark(draft: Draft, slate: Slate, asked: AskedNorm) -> None:
    """Say where the normtoets gives no verdict: in kernen that nobody confirmed, and in parts of gemeenten."""
    norm, region = asked.norm, slate.region
    partial = [gemeente.name for gemeente in region.partial_gemeenten if slate.is_asked(gemeente.code)]
    if partial and not isinstance(norm, SchoolNorm):
        draft.remarks.append(Remark(RemarkKind.PARTIAL, {"norm": norm.name, "gemeenten": ", ".join(partial)}))
    if isinstance(norm, KernNorm) or (
        isinstance(norm, ReachNorm | FunctionNorm | HoursNorm) and norm.area is Area.KERN
    ):
        n_open = sum(
            slate.is_asked(kern.gemeente) and not slate.question.confirmations.has_kern(kern.id)
            for kern in region.kernen
        )
        if n_open:
            draft.remarks.append(Remark(RemarkKind.KERNEN_OPEN, {"norm": norm.name, "n_kernen": n_open}))
