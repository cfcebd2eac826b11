"""The use cases of services and what they cost: which catalogue is in force."""

from spreiding.catalogue import Catalogue
from spreiding.io.catalogue import read_catalogue
from spreiding.workflow import DATA


def default_catalogue() -> Catalogue:
    """Return the services and tariffs that the standard assumptions take their amounts from."""
    return read_catalogue(DATA / "uitgangspunten" / "activiteitencatalogus-2025.toml")
