"""What is remarkable about a question before it is solved: what cannot change, and whom no plan can reach."""

from collections.abc import Iterator

from spreiding.optimise.framing.offers import Offer, is_free
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.program import Cover
from spreiding.optimise.result import Remark, RemarkKind


def remarks_on(slate: Slate, headline: Cover) -> Iterator[Remark]:
    """Yield where nothing can change because a cost is unknown, and how many no site can bring within the norm."""
    known = slate.uitgangspunten.tariffs.gemeenten
    free = [offer for offer in slate.offers if _is_free(slate, offer)]
    outside = [offer for offer in free if _gemeente(slate, offer) not in known]
    if outside:
        codes = {_gemeente(slate, offer) for offer in outside}
        names = [gemeente.name for gemeente in slate.region.gemeenten if gemeente.code in codes]
        counts = {
            "n_stay": sum(offer.stands for offer in outside),
            "n_closed": sum(not offer.stands for offer in outside),
        }
        yield Remark(RemarkKind.WITHOUT_TARIFF, {"gemeenten": ", ".join(names) or "-", **counts})
    inside = [offer for offer in free if _gemeente(slate, offer) in known]
    stay = [_name(slate, offer) for offer in inside if offer.stands]
    if stay:
        yield Remark(RemarkKind.COST_UNKNOWN, {"sites": ", ".join(stay)})
    left_out = [_name(slate, offer) for offer in slate.offers if offer.has_once_unknown]
    if left_out:
        yield Remark(RemarkKind.ONCE_UNKNOWN, {"sites": ", ".join(left_out), "n_sites": len(left_out)})
    transitions = slate.question.transitions
    if transitions is not None and transitions.moves:
        yield Remark(RemarkKind.MOVES_LEFT_OUT, {"n_moves": len(transitions.moves)})
    inwoners = float(slate.region.demand.inwoners[slate.is_counted].sum())
    never = inwoners - float(headline.always.sum() + headline.weights.sum())
    if round(never, 6) > 0:
        yield Remark(RemarkKind.BEYOND_REACH, {"inwoners": never})


def _is_free(slate: Slate, offer: Offer) -> bool:
    site = slate.region.sites[offer.site]
    return is_free(site, slate.question) and site.id not in slate.question.closed_sites


def _gemeente(slate: Slate, offer: Offer) -> str | None:
    return slate.region.sites[offer.site].gemeente


def _name(slate: Slate, offer: Offer) -> str:
    return slate.region.sites[offer.site].name
