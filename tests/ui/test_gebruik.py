"""Members and visits in Dutch: one row per branch, its sum, and nothing shown as if it were counted."""

from decimal import Decimal

from spreiding.attendance import Attendance, expected_attendance
from spreiding.calibration import calibrate
from spreiding.region import Region
from spreiding.ui import gebruik
from spreiding.ui.markdown import plain
from tests.attendance_worlds import assumptions, facts, half, nearest_on_street, street


def shown(known: int | None = None) -> tuple[Region, Attendance]:
    """A hundred people at the door of west, and as many at 2 km of midden and of oost, which stands in Daar."""
    region = street((0, 100), (6, 100), (8, 100), known=known)
    nearest = nearest_on_street(region)
    chosen = assumptions(youth=half(12, 8, 24))
    # Halved at 2 km 100 + 100/2 people weigh for 150: 10 visits for each makes 1,500.
    return region, expected_attendance(
        region, nearest, calibrate(region, nearest, facts=facts(15, 45, 1500), assumptions=chosen)
    )


def cells(eur: dict[str, Decimal | None]) -> list[list[str]]:
    frame = gebruik.attendance_rows(*shown(), eur).reset_index()
    return [[str(cell) for cell in row] for row in frame.to_numpy().tolist()]


def test_every_branch_has_a_row_and_together_they_have_one() -> None:
    eur = {"west": Decimal(5000), "midden": Decimal(2500), "oost": None}
    frame = gebruik.attendance_rows(*shown(), eur)
    assert frame.index.name == "Vestiging"
    assert frame.columns.tolist() == [
        *("Jeugdleden", "Volwassen leden", "Bezoeken per jaar", "Marge van de bezoeken"),
        *("€ per bezoek", "€ per lid", "Soort cijfer"),
    ]
    assert frame.index.tolist() == ["midden", "oost", "west", "Samen"]


def test_figures_are_written_as_dutch_people_read_them() -> None:
    # West has 1,000 of the 1,500 visits. Halved at 1 km midden has a quarter of west's, so west 1,200; halved at 4 km
    # west has 1500 / (1 + 1/√2) = 879. Adults: 30 and 15. Youth at 12 km: 2^(-1/6) = 0.891, so 15 / 1.891 = 7.93, 7.07.
    midden, west, together = cells({"west": Decimal(5000), "midden": None})
    assert west[:6] == ["west", "8", "30", plain("1.000"), plain("879 tot 1.200"), plain("€\u00a05,00")]
    # 5,000 / 37.93 members.
    assert west[6:] == [plain("€\u00a0131,81"), "model"]
    assert midden[:4] == ["midden", "7", "15", "500"]
    assert midden[5:7] == ["onbekend", "onbekend"]
    # What was counted has no band; of an unknown amount the sum is unknown.
    assert together == ["Samen", "15", "45", plain("1.500"), "–", "onbekend", "onbekend", "model"]


def test_the_sum_of_known_amounts_is_divided_over_all() -> None:
    # 7,500 over 1,500 visits and 60 members.
    *_, together = cells({"west": Decimal(5000), "midden": Decimal(2500)})
    assert together[5:7] == [plain("€\u00a05,00"), plain("€\u00a0125,00")]


def test_where_the_level_comes_from_elsewhere_the_row_says_so() -> None:
    ((*_, kind),) = cells({"oost": Decimal(1)})
    assert kind == "model, niveau van Hier"


def test_a_plan_without_branches_has_no_rows() -> None:
    assert cells({}) == []


def test_the_words_say_that_it_is_a_model_and_what_it_assumes() -> None:
    _, attendance = shown()
    model, level, slope = gebruik.about(attendance, [0, 1])
    assert "geen telling per vestiging" in model
    assert "Hier samen evenveel leden en bezoeken hebben als in 2024 (proef, members)" in level
    assert "volwassen leden is het na 2 km gehalveerd, bij jeugdleden na 12 km en bij bezoeken na 2 km" in slope
    assert "na 1 of na 4 km" in slope


def test_the_words_count_whose_age_is_unknown() -> None:
    # The third square, at the branch of Daar, tells no ages.
    _, attendance = shown(known=2)
    assert len(gebruik.about(attendance, [0, 1])) == 3
    assert gebruik.about(attendance, [2])[-1] == (
        "Van 100 inwoners is de leeftijd onbekend; van hen telt 25% als jeugd, zoals gemiddeld in Hier."
    )
