"""Coordinates that say one thing and mean another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreiding.io.files.crs import (
    RD,
    WEB_MERCATOR,
    WGS84,
    Reading,
    apply_reading,
    check_reading,
    find_crs_name,
    suggested_reading,
    transform,
)
from tests.io.files import faults_of, kinds_of

# Within the country, and away from the few places whose x would do as a y [EPSG:28992, m].
EASTS, NORTHS = st.floats(15_000, 275_000), st.floats(308_000, 618_000)
# What the points are in, what the file says they are in, and how they should be read.
MISTAKES = [
    (RD, WGS84, Reading.RD),
    (WGS84, RD, Reading.WGS84),
    (WEB_MERCATOR, WGS84, Reading.WEB_MERCATOR),
    (WEB_MERCATOR, RD, Reading.WEB_MERCATOR),
    (RD, WEB_MERCATOR, Reading.RD),
]


@given(east=EASTS, north=NORTHS, mistake=st.sampled_from(MISTAKES))
def test_a_system_that_a_file_does_not_tell_is_recognised(
    east: float, north: float, mistake: tuple[str, str, Reading]
) -> None:
    truth, told, reading = mistake
    x, y = transform([east], [north], source=RD, target=truth)
    assert suggested_reading(x, y, told) == reading
    assert suggested_reading(*apply_reading(x, y, crs=told, reading=reading)) is None


@given(east=EASTS, north=NORTHS, crs=st.sampled_from([RD, WGS84, WEB_MERCATOR, "EPSG:3035"]))
def test_what_a_file_tells_truly_is_not_asked_about_and_swapped_it_is(east: float, north: float, crs: str) -> None:
    x, y = transform([east], [north], source=RD, target=crs)
    assert suggested_reading(x, y, crs) is None
    # In Europe's own system a swapped point of the Netherlands lies in the Netherlands often enough.
    if crs != "EPSG:3035":
        assert suggested_reading(y, x, crs) == Reading.SWAPPED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("EPSG:28992", RD),
        ("EPSG:7415", RD),
        ("urn:ogc:def:crs:EPSG::28992", RD),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", WGS84),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", WGS84),
        ("OGC:CRS84", WGS84),
        ("+proj=longlat +nadgrids=/etc/passwd", None),
        ("/etc/passwd", None),
        ("EPSG:1", None),
        ("", None),
    ],
)
def test_a_system_is_known_by_each_of_its_names(text: str, wanted: str | None) -> None:
    assert find_crs_name(text) == wanted


def test_a_slip_of_the_pen_in_one_row_is_no_question_about_the_file() -> None:
    assert suggested_reading([190_000, 191_000, 507_000], [507_000, 508_000, 190_000], RD) is None


def test_points_that_are_no_numbers_have_no_say() -> None:
    assert suggested_reading([np.nan, np.inf, 507_000], [1, 2, 190_000], RD) == Reading.SWAPPED
    assert suggested_reading([np.nan], [1], RD) is None
    assert suggested_reading([], [], RD) is None


@pytest.mark.parametrize("crs", [RD, WGS84, WEB_MERCATOR])
@pytest.mark.parametrize("value", [0.0, 1e9, -1e308, 1e308])
def test_a_point_that_is_nowhere_in_the_country_suggests_nothing(crs: str, value: float) -> None:
    assert suggested_reading(value, value, crs) is None


def test_the_question_names_the_reading_that_the_user_can_choose() -> None:
    (fault,) = faults_of(lambda: check_reading([5.9], [52.5], crs=RD, file="v.csv"))
    assert (fault.kind, fault.data["reading"]) == ("coordinates_misread", "wgs84")
    assert kinds_of(lambda: check_reading([507_000], [190_000], crs=RD, file="v.csv")) == ["coordinates_misread"]
    check_reading([190_000], [507_000], crs=RD, file="v.csv")
