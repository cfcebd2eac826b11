"""What a norm asks, in words: for whom, what counts, and how near or how many."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from spreiding.domain import KbType, Modality, Service, Voorzieningsvorm
from spreiding.normenkader import Normenkader
from spreiding.norms import (
    AnyNorm,
    BranchNorm,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    OwnWay,
    Predicate,
    ReachingNorm,
    ReachNorm,
    SchoolNorm,
)
from spreiding.travel_groups import TravelGroup
from spreiding.ui import labels
from spreiding.ui.numbers import edge, hours, short_number, short_percentage, whole

SERVICES: Final[Mapping[Service, str]] = {
    Service.IDO: "een Informatiepunt Digitale Overheid (IDO)",
    Service.TAALHUIS: "een Taalhuis",
}
FORMS: Final[Mapping[Voorzieningsvorm, str]] = {form: form.value for form in Voorzieningsvorm}
KB_TYPES: Final[Mapping[KbType, str]] = {kb_type: kb_type.value for kb_type in KbType}
OWN_WAY: Final = "ieder op zijn eigen manier"


def listed(words: Sequence[str], last: str = "en") -> str:
    """Join words as people do: 'a, b en c'."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def way(modality: Modality | OwnWay) -> str:
    """Return how people travel, in words: in one way, or each group in its own."""
    return OWN_WAY if isinstance(modality, OwnWay) else labels.MODALITIES[modality]


def groups_of(kader: Normenkader, norm: AnyNorm) -> list[str]:
    """Return where the size of each group of a norm comes from, for groups that name it."""
    wanted = norm.groups if isinstance(norm, ReachingNorm) else ()
    return sources(group for group in kader.groups if group.name in wanted)


def sources(groups: Iterable[TravelGroup]) -> list[str]:
    """Return where the sizes of groups come from, those of one source together: 'a en b: schatting'."""
    found: dict[str, list[str]] = {}
    for group in groups:
        if group.bron.strip():
            found.setdefault(group.bron, []).append(group.name)
    return [f"{listed(names)}: {bron}" for bron, names in found.items()]


def asked(norm: AnyNorm) -> str:
    """Return what a norm asks as one sentence."""
    text = _asked(norm)
    return f"{text[0].upper()}{text[1:]}."


def _asked(norm: AnyNorm) -> str:
    match norm:
        case ReachNorm():
            limit = f"{short_number(norm.max_minutes)} minuten" if norm.max_m is None else f"{edge(norm.max_m)} km"
            return f"{_who(norm)} binnen {limit} van {what(norm.predicate)}, {way(norm.modality)}{_at_home(norm)}"
        case FunctionNorm():
            functions = [
                f"{labels.KERNFUNCTIES[function]} {edge(max_m)} km" for function, max_m in sorted(norm.max_m.items())
            ]
            apart = f"binnen de afstand van elke kernfunctie apart, {way(norm.modality)}"
            return f"{_who(norm)} {apart}: {'; '.join(functions)}{_beside(norm.forms)}"
        case HoursNorm():
            kind = "bemande en onbemande" if norm.counts_unstaffed else "bemande"
            told = f"minstens {hours(norm.minimum_hours)} per week ({kind} uren samen) binnen {edge(norm.max_m)} km"
            return f"{_who(norm)} met {told}, {way(norm.modality)}{_at_home(norm)}{_beside(norm.forms)}"
    return _places(norm)


def _places(norm: AnyNorm) -> str:
    match norm:
        case CountNorm() if norm.is_together:
            return f"de vestigingen van elke gemeente bieden samen {_functions(norm.predicate)}"
        case CountNorm():
            return f"per gemeente minstens {norm.minimum}: {what(norm.predicate)}"
        case KernNorm():
            return f"{what(norm.predicate)} in elke kern{_size(norm)}{_beyond(norm)}"
        case BranchNorm():
            return f"{what(norm.of).replace('een ', 'elke ', 1)} is {what(norm.predicate)}"
        case SchoolNorm():
            return f"een eigen Bibliotheek op school (dBos) in {'elk IKC' if norm.is_only_ikc else 'elke school'}"
    return norm.name


def what(predicate: Predicate) -> str:
    """Return what counts for a norm: 'een vestiging van klasse middelgroot of groter, met minstens 15 uur'."""
    forms = [f"een {FORMS[form]}" for form in sorted(predicate.forms)]
    of_branch, of_all = _of_branch(predicate), _of_all(predicate)
    # What only a branch is asked stands with the branch; what is asked of every form behind them all.
    here = of_branch if forms else [*of_branch, *of_all]
    noun = "een locatie" if predicate.kb_types else "een vestiging"
    branch = " ".join([noun, *([listed(here)] if here else [])])
    found = listed([*([branch] if predicate.counts_branches else []), *forms], last="of")
    return f"{found}, {listed(of_all)}" if forms and of_all else found


def _of_branch(predicate: Predicate) -> list[str]:
    """Return what only a branch must be, each condition in words."""
    housing = [labels.HUISVESTING[form] for form in sorted(predicate.huisvesting)]
    low, high = predicate.minimum_type, predicate.maximum_type
    kb_types = listed([KB_TYPES[kb_type] for kb_type in sorted(predicate.kb_types)], last="of")
    found = [
        f"van klasse {labels.TYPES[low]} of groter" if low else "",
        f"van klasse {labels.TYPES[high]} of kleiner" if high else "",
        f"die volgens {predicate.kb_definition or 'CBS en VOB'} een {kb_types} heet" if kb_types else "",
        f"in {listed(housing, last='of')}" if housing else "",
        "" if predicate.open_plus is None else ("met Open+" if predicate.open_plus else "zonder Open+"),
    ]
    return [part for part in found if part]


def _of_all(predicate: Predicate) -> list[str]:
    """Return what every form of provision must offer, each condition in words."""
    least, n_functions = predicate.minimum_staffed_hours, predicate.minimum_n_kernfuncties
    found = [
        f"met {_functions(predicate)}" if predicate.kernfuncties else "",
        f"met minstens {n_functions} kernfuncties" if n_functions else "",
        "" if least is None else f"met minstens {hours(least)} bemand per week",
        *(f"met {SERVICES[service]}" for service in sorted(predicate.services)),
    ]
    return [part for part in found if part]


def _functions(predicate: Predicate) -> str:
    if len(predicate.kernfuncties) == len(labels.KERNFUNCTIES):
        return "alle vijf kernfuncties"
    return labels.kernfuncties(predicate.kernfuncties)


def _who(norm: ReachingNorm) -> str:
    people = f"de inwoners ({', '.join(norm.groups)})" if norm.groups else "de inwoners"
    return f"{short_percentage(norm.share)} van {people}"


def _at_home(norm: ReachingNorm) -> str:
    return "" if norm.counts_neighbours else "; alleen vestigingen in de eigen gemeente tellen"


def _beside(forms: frozenset[Voorzieningsvorm]) -> str:
    """Return which forms of provision count beside branches."""
    if not forms:
        return ""
    return f"; {listed([f'een {FORMS[form]}' for form in sorted(forms)])} {'telt' if len(forms) == 1 else 'tellen'} mee"


def _size(norm: KernNorm) -> str:
    low, high = norm.min_inwoners, norm.max_inwoners
    parts = [f"minstens {whole(low)}"] if low > 0 else []
    parts += [f"minder dan {whole(high)}"] if high is not None else []
    return f" met {listed(parts)} inwoners" if parts else ""


def _beyond(norm: KernNorm) -> str:
    if norm.beyond_m is None:
        return ""
    return f" die gemiddeld verder dan {edge(norm.beyond_m)} km ligt van {what(norm.beyond)}, {way(norm.modality)}"
