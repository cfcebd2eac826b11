"""What is known of one branch or place, as pairs of a Dutch label and a text; the page escapes them."""

from collections.abc import Iterable, Mapping
from typing import Final

from spreiding.domain import KbType
from spreiding.supply import Site, in_order
from spreiding.ui import labels
from spreiding.ui.numbers import whole
from spreiding.uitgangspunten import KbDefinition

KB_TYPES: Final[Mapping[KbType | None, str]] = {
    KbType.VESTIGING: "vestiging",
    KbType.SERVICEPUNT: "servicepunt",
    KbType.MINISERVICEPUNT: "miniservicepunt",
    KbType.AFHAALPUNT: "afhaalpunt",
    None: "niet te bepalen",
}
NOTES: Final[Mapping[str, str]] = {
    "zichtbaarheid": "Zichtbaarheid",
    "rolstoeltoegankelijk": "Rolstoeltoegankelijk",
    "partners": "Partners",
    "opmerking": "Opmerking",
}
_KB_TYPE: Final = "Type volgens {name}"
_HOURS: Final = "{hours} per week"
_SPLIT: Final = "{total} per week ({professional} met beroepskrachten, {volunteer} met vrijwilligers)"


def site_details(site: Site, definitions: Iterable[KbDefinition] = ()) -> list[tuple[str, str]]:
    """Return what is known of a branch or place, label and text, in the order of a screen; what is unknown is absent.

    The type of a branch is told for each of `definitions`, also when it cannot be determined.
    """
    found = [
        ("Nu", labels.option(site.today) if site.today is not None else labels.CANDIDATE),
        ("Adres", ", ".join(text for text in (site.address, site.place) if text)),
        ("Gebouw", site.building or ""),
        ("Organisatie", site.organisation or ""),
        *(_kb_types(site, definitions) if site.today is not None else ()),
        ("Bemande uren", _staffed(site)),
        ("Onbemande uren", _hours(site.unstaffed_hours)),
        ("Kernfuncties", "" if site.kernfuncties is None else labels.kernfuncties(site.kernfuncties)),
        ("Eigen collectie", _answer(is_so=site.has_collection)),
        ("Informatiepunt Digitale Overheid", _answer(is_so=site.has_ido)),
        ("Taalhuis", _answer(is_so=site.has_taalhuis)),
        ("Vloeroppervlak", "" if site.floor_m2 is None else f"{whole(site.floor_m2)} m²"),
        *(_allowed(site) if site.today is None else ()),
        *((NOTES.get(name, name), text) for name, text in site.notes.items()),
        ("Aannames", ", ".join(in_order(site.assumed))),
        ("Herkomst", site.herkomst),
    ]
    return [(label, text) for label, text in found if text]


def _kb_types(site: Site, definitions: Iterable[KbDefinition]) -> list[tuple[str, str]]:
    return [
        (
            _KB_TYPE.format(name=definition.name),
            KB_TYPES[definition.type_of(site.staffed_hours, has_collection=site.has_collection)],
        )
        for definition in definitions
    ]


def _allowed(site: Site) -> list[tuple[str, str]]:
    """Tell what a plan may choose at a place without a branch."""
    return [
        ("Mogelijke klassen", ", ".join(labels.TYPES[klasse] for klasse in site.allowed_types)),
        ("Mogelijke huisvesting", ", ".join(labels.HUISVESTING[form] for form in site.allowed_huisvesting)),
    ]


def _staffed(site: Site) -> str:
    """Return the staffed hours, split where that is known."""
    parts = (site.professional_hours, site.volunteer_hours)
    if site.staffed_hours is not None and None not in parts:
        professional, volunteer = (_number(part) for part in parts)
        return _SPLIT.format(total=_number(site.staffed_hours), professional=professional, volunteer=volunteer)
    return _hours(site.staffed_hours)


def _hours(value: float | None) -> str:
    return "" if value is None else _HOURS.format(hours=_number(value))


def _number(value: float | None) -> str:
    """Return hours to a quarter with a decimal comma: '27', '7,25'."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _answer(*, is_so: bool | None) -> str:
    return "" if is_so is None else labels.YES if is_so else labels.NO
