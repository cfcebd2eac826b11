"""The real roads of Kampen: what it matters that people walk to the nearest street and not to the nearest node."""

import tempfile
from pathlib import Path

import numpy as np

from spreiding import workflow
from spreiding.accessibility import weighted_mean
from spreiding.domain import Modality
from spreiding.travel import nearest
from tests.conftest import SHARED_DATA
from tests.real.test_kampen import kampen_inputs
from tests.real.test_kampen_reistijden import on_nodes


def snapping() -> None:
    """Print mean distances by car with points on the nearest street and on the nearest node."""
    if not SHARED_DATA.is_dir():
        print("\nKampen: overgeslagen, ../shared/data is er niet")
        return
    with tempfile.TemporaryDirectory() as folder:
        path, _ = workflow.build(kampen_inputs(SHARED_DATA), Path(folder) / "kampen")
        region = workflow.open_region(str(path))
    network, persons = region.networks[Modality.AUTO], region.demand.inwoners
    branches = np.arange(len(region.sites), dtype=np.int32)
    x_m, y_m = (np.array([getattr(site, name) for site in region.sites]) for name in ("x_m", "y_m"))
    by_street = nearest(
        network,
        demand=region.demand_footing[Modality.AUTO],
        sites=region.site_footing[Modality.AUTO],
        open_sites=branches,
    ).metres
    by_node = nearest(
        network,
        demand=on_nodes(network, region.demand.x_m, region.demand.y_m),
        sites=on_nodes(network, x_m, y_m),
        open_sites=branches,
    ).metres
    difference = np.abs(by_street - by_node)
    print(
        f"\nKampen, auto: gemiddeld {weighted_mean(by_street, persons) / 1000:.2f} km tot de bibliotheek (belofte 2,1 "
        f"± 0,2); via de dichtstbijzijnde knoop {weighted_mean(by_node, persons) / 1000:.2f} km. Per inwoner scheelt "
        f"dat gemiddeld {weighted_mean(difference, persons):.0f} m, hoogstens {difference.max():.0f} m."
    )
