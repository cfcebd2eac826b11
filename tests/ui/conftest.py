"""A small world behind the app, and a map that a test can read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import streamlit as st
from shapely import box
from streamlit.testing.v1 import AppTest

from spreiding import workflow
from spreiding.demand import Kern
from spreiding.domain import Huisvesting, Option, Vestigingstype
from spreiding.region import Region
from spreiding.scenario import Change, Scenario
from spreiding.ui import map_view
from spreiding.ui.maps import Box
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

KLEIN = Vestigingstype.KLEIN


def small_region(*, is_example: bool = True) -> Region:
    """30 km of road in two gemeenten; branches at 0 and 20 km, a candidate at 10 km, a kern around each end."""
    sites = [
        make_site("west", 0.0, klasse=Vestigingstype.GROOT),
        make_site("oost", 20_000.0, klasse=KLEIN, gemeente=THERE.code),
        make_site("midden", 10_000.0),
    ]
    region = make_region(
        line_roads(30),
        people=[(50, 50, 1000), (10_050, 50, 500), (20_050, 50, 200), (29_950, 50, 50)],
        sites=sites,
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1, 1],
        kernen=(Kern(id="westdorp", name="Westdorp", gemeente=HERE.code, x_m=0, y_m=0, inwoners=1000),),
    )
    # Most of both lies among the squares: the region holds no mere part of them.
    areas = {HERE.code: box(-50, -30, 15e3, 110), THERE.code: box(15e3, -30, 30_050, 110)}
    manifest = region.manifest.model_copy(update={"is_example": is_example})
    return Region(**{**region.__dict__, "areas": areas, "manifest": manifest})


HOUSING = Scenario(
    id="huis",
    name="Alleen huisvesting",
    changes=(Change(site_id="oost", option=Option(type=KLEIN, huisvesting=Huisvesting.MFA)),),
)


@dataclass
class FakeMap:
    """What was last shown, and a way to click it."""

    shown: list[dict[str, Any]] = field(default_factory=list)

    def show(self, _base: object, varying: object, **keywords: Any) -> None:  # noqa: ANN401 - stands in for the map
        """Keep what would be shown."""
        self.shown.append({"varying": varying, **keywords})

    @property
    def markers(self) -> set[str]:
        """Ids of the markers last shown."""
        rows = self._last("rows")
        return {row["tooltip"].rsplit("#", 1)[1].removesuffix("</span>") for row in rows}

    @property
    def box(self) -> Box:
        """The box last looked at."""
        box: Box = self._last("box")
        return box

    def _last(self, name: str) -> Any:  # noqa: ANN401 - whatever the layer holds
        children = self.shown[-1]["varying"]._children.values()  # noqa: SLF001 - folium has no public way in
        return next(getattr(child, name) for child in children if hasattr(child, name))


@pytest.fixture
def fake_map(monkeypatch: pytest.MonkeyPatch) -> FakeMap:
    """Put a fake map on the screen."""
    fake = FakeMap()
    monkeypatch.setattr(map_view, "show", fake.show)
    return fake


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, fake_map: FakeMap) -> Iterator[AppTest]:  # noqa: ARG001 - replaces the map
    """Return the app on the small world."""
    region = small_region()
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setattr(workflow, "open_region", lambda _name: region)
    monkeypatch.setattr(workflow, "region_names", lambda: (workflow.EXAMPLE,))
    monkeypatch.setattr(workflow, "region_fingerprint", lambda _name: "proef")
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY, HOUSING))
    monkeypatch.delenv("SPREIDING_REGIO", raising=False)
    yield AppTest.from_file(str(workflow.ROOT / "app.py"), default_timeout=30)
    st.cache_resource.clear()
    st.cache_data.clear()
