"""A new site where the map was clicked."""

from collections.abc import Iterable

import numpy as np
import shapely

from spreiding.errors import InputError
from spreiding.region import Region
from spreiding.supply import Site, slug, unique_id


def new_site(region: Region, point: tuple[float, float], *, taken: Iterable[str]) -> Site:
    """Make a site at `point` [EPSG:28992, m], named after the nearest kern, with a free id.

    Raises
    ------
    InputError
        `spot_outside_region` when the point lies in none of the region's gemeenten.

    """
    x_m, y_m = point
    gemeente = next((code for code, area in region.areas.items() if shapely.contains_xy(area, x_m, y_m)), None)
    if gemeente is None and region.areas:
        raise InputError("spot_outside_region", region=region.manifest.name)
    away_m = [float(np.hypot(kern.x_m - x_m, kern.y_m - y_m)) for kern in region.kernen]
    place = region.kernen[int(np.argmin(away_m))].name if away_m else ""
    wanted = slug(f"nieuwe plek {place}")
    site_id = unique_id(wanted, taken)
    number = site_id.removeprefix(wanted).removeprefix("-")
    name = " ".join(part for part in ("Nieuwe plek", place, number) if part)
    return Site(
        id=site_id,
        name=name,
        place=place,
        gemeente=gemeente,
        x_m=round(x_m),
        y_m=round(y_m),
        herkomst="zelf geplaatst op de kaart",
    )
