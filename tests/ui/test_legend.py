"""Map classes: the norm is an edge, neighbours stay apart for every eye, and the legend is real HTML."""

from itertools import pairwise

import numpy as np
import pytest

from spreiding.domain import Vestigingstype
from spreiding.ui import legend, markers
from spreiding.ui.legend import MapClasses
from spreiding.workflow import TODAY, evaluate_scenario
from tests.worlds import line_roads, make_region, make_site, make_uitgangspunten

# Machado, Oliveira & Fernandes (2009), severity 1.0, for linear RGB.
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def cielab(colour: str, sight: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """A colour in CIELAB (D65) as someone with this sight sees it."""
    rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(sight) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ seen / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("norm_m", [1000.0, 3000.0, 5000.0, 7500.0])
def test_the_norm_is_a_class_edge_and_itself_within(norm_m: float) -> None:
    classes = legend.distance_classes(norm_m)
    within, beyond = classes.of(np.array([norm_m, np.nextafter(norm_m, np.inf)]))
    assert beyond == within + 1
    (_, _), (first_beyond, _) = legend.distance_groups(norm_m)
    assert beyond == first_beyond


def test_edges_of_a_norm_of_5_km_are_round_kilometres() -> None:
    # A fifth, half, once, one and a half times and twice 5 km.
    assert legend.distance_classes(5000).edges_m == (1000, 2500, 5000, 7500, 10000)
    assert legend.distance_classes(5000).words == (
        *("tot 1 km", "1 tot 2,5 km", "2,5 tot 5 km", "5 tot 7,5 km", "7,5 tot 10 km", "meer dan 10 km", "geen route"),
    )


def test_what_has_no_route_is_a_class_of_its_own() -> None:
    assert legend.distance_classes(5000).of(np.array([np.inf, np.nan])).tolist() == [6, 6]
    # A first route ever is much closer; a last route lost has no distance any more.
    assert legend.change_classes().of(np.array([-np.inf, -3000.0, 0.0, 100.0, 101.0, np.inf])).tolist() == [
        *(0, 0, 2, 2, 3, 5)
    ]


@pytest.mark.parametrize("sight", [NORMAL, DEUTERANOPIA, PROTANOPIA], ids=["normal", "deuteranopia", "protanopia"])
@pytest.mark.parametrize(
    "classes", [legend.distance_classes(5000), legend.change_classes()], ids=["distance", "change"]
)
def test_neighbouring_colours_stay_apart_for_every_eye(
    classes: MapClasses, sight: tuple[tuple[float, ...], ...]
) -> None:
    distances = [
        float(np.linalg.norm(cielab(one, sight) - cielab(other, sight))) for one, other in pairwise(classes.colours)
    ]
    assert min(distances) >= 20


def test_every_class_has_one_colour_and_one_word() -> None:
    for classes in (legend.distance_classes(5000), legend.change_classes()):
        assert len(classes.colours) == len(classes.words) == len(classes.edges_m) + 2
        assert len(set(classes.colours)) == len(classes.colours)


def test_inhabitants_of_the_classes_within_the_norm_add_up_to_the_figure_on_the_screen() -> None:
    # People at 0, 3 and 9 km of the only branch: 10 + 20 within 5 km.
    region = make_region(
        line_roads(),
        people=[(0, 0, 10), (3000, 0, 20), (9000, 0, 40)],
        sites=[make_site("a", 0.0, klasse=Vestigingstype.KLEIN)],
    )
    evaluation = evaluate_scenario(region, TODAY, make_uitgangspunten(max_m=5000)).evaluation
    classes = legend.distance_classes(5000)
    persons = legend.persons_per_class(classes, evaluation.nearest.metres, region.demand.inwoners)
    assert persons[:3].sum() == evaluation.total.inwoners_within == 30
    assert persons.sum() == 70


def test_the_legend_is_a_list_with_words_and_numbers_that_needs_no_colours_to_read() -> None:
    classes = legend.distance_classes(5000)
    text = legend.legend_html(classes, np.arange(0.0, 7000.0, 1000.0), groups=legend.distance_groups(5000))
    assert text.count("<li>") == 7
    for words in (*classes.words, "Binnen uw norm van 5 km", "Buiten uw norm van 5 km", "6.000"):
        assert words in text


def test_markers_in_the_legend_are_those_on_the_map() -> None:
    text = legend.marker_legend_html([(look, str(klasse)) for klasse, look in markers.LOOKS.items()])
    for look in markers.LOOKS.values():
        assert look.fill in text
