"""What a screen tells of one branch or place."""

from spreiding.domain import Huisvesting, KbType, Kernfunctie, Option, SiteFact, Vestigingstype
from spreiding.io.places.columns import NOTE_COLUMNS
from spreiding.region import FileRemark, RemarkKind
from spreiding.ui.kolommen import OPMERKINGEN, file_remark
from spreiding.ui.vestiging import KB_TYPES, NOTES, site_details
from spreiding.uitgangspunten import HoursRange, KbDefinition
from tests.worlds import make_site

DEFINITION = KbDefinition(name="proef", bron="", hours={KbType.VESTIGING: HoursRange(at_least=15)})


def test_all_that_is_known_of_a_branch_is_told_and_nothing_else() -> None:
    bare = make_site("bieb", 0, klasse=Vestigingstype.KLEIN)
    assert site_details(bare) == [("Nu", "klein")]
    full = bare.model_copy(
        update={
            "address": "Laan 1", "place": "Dorp", "staffed_hours": 17.25, "professional_hours": 10.0,
            "volunteer_hours": 7.25, "unstaffed_hours": 40.0, "has_ido": False, "floor_m2": 1350.0,
            "kernfuncties": frozenset({Kernfunctie.LEZEN_EN_LITERATUUR}), "notes": {"partners": "<b>school</b>"},
            "assumed": frozenset({SiteFact.UREN, SiteFact.KLASSE}), "herkomst": "site",
        }
    )  # fmt: skip
    assert site_details(full, [DEFINITION]) == [
        ("Nu", "klein"),
        ("Adres", "Laan 1, Dorp"),
        ("Type volgens proef", "vestiging"),
        ("Bemande uren", "17,25 per week (10 met beroepskrachten, 7,25 met vrijwilligers)"),
        ("Onbemande uren", "40 per week"),
        ("Kernfuncties", "lezen en literatuur"),
        ("Informatiepunt Digitale Overheid", "nee"),
        ("Vloeroppervlak", "1.350 m²"),
        # Escaping is for the page, which knows where the text goes.
        ("Partners", "<b>school</b>"),
        ("Aannames", "klasse, uren"),
        ("Herkomst", "site"),
    ]


def test_a_type_that_cannot_be_determined_is_said_so() -> None:
    assert ("Type volgens proef", "niet te bepalen") in site_details(make_site("bieb", 0, is_open=True), [DEFINITION])


def test_of_a_place_without_a_branch_it_is_told_what_may_come_there() -> None:
    place = make_site("plek", 0, allowed_types=(Vestigingstype.SERVICEPUNT,), allowed_huisvesting=(Huisvesting.SCHOOL,))
    assert site_details(place, [DEFINITION]) == [
        ("Nu", "mogelijke plek"), ("Mogelijke klassen", "servicepunt"), ("Mogelijke huisvesting", "school")
    ]  # fmt: skip


def test_hours_of_nought_are_told() -> None:
    site = make_site("bieb", 0, is_open=True).model_copy(update={"staffed_hours": 0.0, "today": Option(type=None)})
    assert ("Bemande uren", "0 per week") in site_details(site)


def test_every_type_note_and_remark_has_its_words() -> None:
    assert set(KB_TYPES) == {*KbType, None}
    assert set(NOTES) == set(NOTE_COLUMNS)
    assert set(OPMERKINGEN) == set(RemarkKind)


def test_a_remark_shows_what_the_user_wrote_as_it_is() -> None:
    text = file_remark(FileRemark(RemarkKind.UNKNOWN_COLUMN, {"column": "{n_rows}%s"}))
    assert "'{n_rows}%s'" in text
