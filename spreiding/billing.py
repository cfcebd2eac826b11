"""The use cases of services and what they cost: which catalogue and which assumptions are in force."""

from spreiding.catalogue import Catalogue
from spreiding.io.catalogue import read_catalogue
from spreiding.io.years import YearAssumptions, read_years
from spreiding.workflow import DATA


def default_catalogue() -> Catalogue:
    """Return the services and tariffs that the standard assumptions take their amounts from."""
    return read_catalogue(DATA / "uitgangspunten" / "activiteitencatalogus-2025.toml")


def default_years() -> YearAssumptions:
    """Return what a bill over several years assumes until somebody says otherwise."""
    return read_years(DATA / "uitgangspunten" / "meerjaren.toml")
