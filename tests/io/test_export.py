"""An evaluation for a GIS, and what comes back of it."""

from pathlib import Path

from spreiding.domain import Option, Plan, SiteFact, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.io.export import write_geopackage
from spreiding.io.places.vestigingen import read_vestigingen
from tests.io.files import EAST, NORTH
from tests.worlds import make_region, make_roads, make_site, make_uitgangspunten


def test_assumptions_about_today_come_back_and_what_a_plan_chose_is_none(tmp_path: Path) -> None:
    facts = frozenset({SiteFact.UREN, SiteFact.KLASSE})
    sites = [
        make_site(name, EAST + east, NORTH, klasse=Vestigingstype.KLEIN, assumed=facts)
        for name, east in (("blijft", 0), ("groeit", 900))
    ]
    roads = make_roads([(EAST, NORTH), (EAST + 1000, NORTH)], [(0, 1)])
    region = make_region(roads, people=[(EAST + 100.0, NORTH, 10.0)], sites=sites)
    plan = Plan.of({"blijft": Option(type=Vestigingstype.KLEIN), "groeit": Option(type=Vestigingstype.GROOT)})
    path = tmp_path / "uit.gpkg"
    write_geopackage(region, evaluate(region, plan, make_uitgangspunten()), path)
    found = {site.id: site.assumed for site in read_vestigingen(path)}
    assert found == {"blijft": facts, "groeit": frozenset()}
