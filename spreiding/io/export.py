"""An evaluation as a GeoPackage, for a GIS: squares with their distance, and the open branches."""

import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from spreiding.errors import InputError
from spreiding.evaluation import Evaluation
from spreiding.io.files.crs import RD
from spreiding.region import Region
from spreiding.supply import in_order


def write_geopackage(region: Region, evaluation: Evaluation, path: Path) -> None:
    """Write layers `vierkanten` and `vestigingen` (EPSG:28992); an existing file is replaced once all is written.

    Raises
    ------
    InputError
        `cannot_write` when the folder does not exist, or the disk or the file refuses.

    """
    try:
        with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as temporary:
            part = Path(temporary) / "deel.gpkg"
            _squares(region, evaluation).to_file(part, layer="vierkanten", driver="GPKG")
            _branches(region, evaluation).to_file(part, layer="vestigingen", driver="GPKG")
            part.replace(path)
    except (OSError, DataSourceError, DataLayerError) as error:
        raise InputError("cannot_write", file=path) from error


def _squares(region: Region, evaluation: Evaluation) -> gpd.GeoDataFrame:
    """Return one row per square; distances that do not exist are empty."""
    squares = region.squares
    half = squares.size_m / 2
    names = np.array([*(site.name for site in region.sites), ""], dtype=object)
    codes = np.array([*(gemeente.code for gemeente in region.gemeenten), ""], dtype=object)
    return gpd.GeoDataFrame(
        {
            "vierkant": squares.ids,
            "inwoners": squares.inwoners,
            "gemeentecode": codes[squares.gemeente],
            "afstand_m": np.where(np.isfinite(evaluation.square_m), evaluation.square_m, np.nan),
            "reistijd_min": np.where(np.isfinite(evaluation.square_min), evaluation.square_min, np.nan),
            "vestiging": names[evaluation.square_site],
        },
        geometry=shapely.box(squares.x_m - half, squares.y_m - half, squares.x_m + half, squares.y_m + half),
        crs=RD,
    )


def _branches(region: Region, evaluation: Evaluation) -> gpd.GeoDataFrame:
    """Return one row per open branch."""
    sites = [region.sites[region.site_index[site_id]] for site_id in evaluation.plan.by_id]
    options = list(evaluation.plan.by_id.values())
    return gpd.GeoDataFrame(
        {
            "id": [site.id for site in sites],
            "naam": [site.name for site in sites],
            "klasse": [option.type.value if option.type else None for option in options],
            "huisvesting": [option.huisvesting.value if option.huisvesting else None for option in options],
            "pakket": [option.package.value for option in options],
            # What a plan chooses is no assumption about today.
            "aannames": [
                ";".join(in_order(site.assumed)) if option == site.today else ""
                for site, option in zip(sites, options, strict=True)
            ],
            "herkomst": [site.herkomst for site in sites],
        },
        geometry=gpd.points_from_xy([site.x_m for site in sites], [site.y_m for site in sites]),
        crs=RD,
    )
