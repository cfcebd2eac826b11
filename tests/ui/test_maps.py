"""The map as data for the browser: nothing from elsewhere, nothing of a user as script, the right view."""

import json
import re

import folium
import numpy as np
import pytest
from shapely import Polygon

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.ui import backdrop, maps, markers
from spreiding.ui.maps import Look, Marker
from spreiding.ui.raster import PixelGrid
from tests.worlds import HERE, line_roads, make_region, make_site

PAYLOADS = [
    "${alert(1)}",
    "<img src=x onerror=alert(1)>",
    "`);alert(1);(`",
    "</script><script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "\"'&quot;><svg onload=alert(1)>",
    "een\u2028twee\u2029drie\\u0060\\",
]
BOX = ((52.7, 6.5), (52.9, 6.7))
NOTHING = {"type": "MultiLineString", "coordinates": []}
GRID = PixelGrid(700_000.0, 6_900_000.0, 100.0, np.full((4, 4), -1, dtype=np.int32))


def marker(site_id: str, *lines: str) -> Marker:
    return Marker(site_id, 230_000.0, 540_000.0, Look(7, "#ffffff", "#000000", 1), lines)


def page(found: list[Marker]) -> str:
    """The whole map as one page, as folium itself would write it."""
    base = maps.base_map(roads=NOTHING, borders=NOTHING)
    maps.layers(GRID, b"", found, box=BOX).add_to(base)
    return str(base.get_root().render())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_escaped_text_holds_no_sign_that_html_or_a_template_could_read(payload: str) -> None:
    assert not set("<>\"'`${}\\\u2028\u2029") & set(maps.escape(payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_user_reaches_the_page_as_it_is(payload: str) -> None:
    assert payload not in page([marker("a", payload, payload)])


def test_everything_the_map_loads_is_inside_it_but_for_the_base_tiles() -> None:
    text = page([marker("a", "Bibliotheek")])
    loaded = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert loaded
    assert all(uri.startswith("data:") for uri in loaded)
    hosts = {host for host in re.findall(r"https?://([^/\"\\]+)", text) if host != "www.w3.org"}
    # The tiles, and the link in their attribution that somebody may click.
    assert hosts == {"service.pdok.nl", "www.kadaster.nl"}


def test_the_base_map_is_the_same_text_every_run_so_that_it_is_not_loaded_anew() -> None:
    def script() -> str:
        base = maps.base_map(roads=NOTHING, borders=NOTHING)
        return re.sub(r"_[a-z0-9]+", "", str(base.get_root().render()))

    assert script() == script()


def test_a_click_tells_which_site_also_when_its_name_looks_like_an_id() -> None:
    assert maps.clicked_site("Bibliotheek Beilen#beilen") == "beilen"
    assert maps.clicked_site("Plek #a b #niet-deze\n nu: klein#deze-2") == "deze-2"
    assert maps.clicked_site(None) is maps.clicked_site("") is maps.clicked_site("zonder") is None


def test_a_point_goes_to_degrees_and_back() -> None:
    # Onze Lieve Vrouwetoren, Amersfoort: the origin of EPSG:28992 lies at 52°09'22.18" N, 5°23'15.50" E.
    latitude, longitude = maps.to_degrees(155_000, 463_000)
    assert latitude == pytest.approx(52 + 9 / 60 + 22.18 / 3600, abs=2e-3)
    assert longitude == pytest.approx(5 + 23 / 60 + 15.5 / 3600, abs=2e-3)
    assert maps.to_rd(latitude, longitude) == pytest.approx((155_000, 463_000), abs=0.01)


@pytest.fixture
def region() -> Region:
    sites = [
        make_site("groot", 0.0, klasse=Vestigingstype.GROOT),
        make_site("klein", 5000.0, klasse=Vestigingstype.KLEIN),
        make_site("kandidaat", 9000.0),
    ]
    return make_region(line_roads(), people=[(0, 0, 10)], sites=sites)


def test_markers_show_branches_and_on_request_candidates(region: Region) -> None:
    plan = today_plan(region.sites)
    assert {found.site_id for found in markers.build_markers(region, plan)} == {"groot", "klein"}
    shown = markers.build_markers(region, plan, shows_candidates=True)
    assert {found.site_id for found in shown} == {"groot", "klein", "kandidaat"}
    chosen = markers.build_markers(region, plan, selected="kandidaat")
    assert chosen[-1].site_id == "kandidaat"


def test_a_change_is_seen_without_colour_a_thick_edge_or_a_dashed_one(region: Region) -> None:
    plan = Plan.of({"groot": Option(type=Vestigingstype.KLEIN), "kandidaat": Option(type=Vestigingstype.SERVICEPUNT)})
    look = {found.site_id: found.look for found in markers.build_markers(region, plan)}
    assert look["groot"].weight > markers.LOOKS[Vestigingstype.KLEIN].weight
    assert look["kandidaat"].weight > markers.LOOKS[Vestigingstype.SERVICEPUNT].weight
    assert look["klein"] == markers.CLOSED
    assert look["klein"].dash
    words = [text for _, text in markers.legend_looks(region, plan, shows_candidates=False)]
    assert {"anders dan nu", "gesloten vestiging"} <= set(words)


def test_a_tooltip_says_what_the_branch_is_and_what_it_was(region: Region) -> None:
    plan = Plan.of({"groot": Option(type=Vestigingstype.KLEIN)})
    lines = {found.site_id: found.lines for found in markers.build_markers(region, plan)}
    assert lines["groot"] == ("groot", HERE.name, "klein", "nu: groot")
    assert lines["klein"] == ("klein", HERE.name, "gesloten", "nu: klein")


def test_a_larger_class_has_a_larger_marker() -> None:
    radii = [markers.LOOKS[klasse].radius for klasse in Vestigingstype]
    assert radii == sorted(radii, reverse=True)
    assert len(set(radii)) == len(radii)


def test_markers_go_to_the_browser_as_json() -> None:
    group = maps.layers(GRID, b"", [marker("a", "Naam", "klein")], box=BOX)
    base = maps.base_map(roads=NOTHING, borders=NOTHING)
    group.add_to(base)
    text = str(base.get_root().render())
    found = re.search(r"(\[\{\"latitude\".*?\}\])\.forEach", text)
    assert found is not None
    (row,) = json.loads(found.group(1))
    assert row["tooltip"] == "<strong>Naam</strong><br>klein<span hidden>#a</span>"
    assert row["options"]["bubblingMouseEvents"] is False
    assert isinstance(group, folium.FeatureGroup)


def test_the_area_around_a_branch_lies_between_roads_and_borders_and_takes_no_clicks() -> None:
    # A square with a hole: a block that is not within reach.
    ring = Polygon([(0, 0), (3000, 0), (3000, 3000), (0, 3000)], [[(1000, 1000), (1000, 2000), (2000, 2000)]])
    band = maps.Band("binnen 5 minuten", "#253494", backdrop.polygons(ring))
    group = maps.layers(GRID, b"", [marker("a", "Naam")], box=BOX, bands=[band])
    base = maps.base_map(roads=NOTHING, borders=NOTHING)
    group.add_to(base)
    text = str(base.get_root().render())
    found = re.search(r"L\.geoJSON\((\{.*\"Polygon\"\}), \{interactive: false, style: (\{.*\})\}\)", text)
    assert found is not None
    # The edge, and the block that is not within reach.
    assert len(json.loads(found.group(1))["coordinates"]) == 2
    style = json.loads(found.group(2))
    assert (style["pane"], style["color"], style["fillColor"]) == ("bereik", "#253494", "#253494")
    assert style["fill"] is True
    assert 0 < style["fillOpacity"] < 0.5
    order = dict(re.findall(r'createPane\(\s*"(\w+)"\);\s*\S+zIndex = (\d+);', text))
    assert int(order["wegen"]) < int(order["bereik"]) < int(order["grenzen"])


def test_an_area_without_roads_is_drawn_as_nothing() -> None:
    assert backdrop.polygons(Polygon()) == {"type": "MultiPolygon", "coordinates": []}
