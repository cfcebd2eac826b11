"""Leaflet served by ourselves: the map needs no other host, so it also works without a network."""

import base64
from functools import cache
from importlib import resources
from typing import Final

_PACKAGE: Final = "xstatic.pkg.leaflet"


@cache
def script_uri() -> str:
    """Leaflet's JavaScript as a data URI."""
    return _data_uri("leaflet.js", "text/javascript")


@cache
def style_uri() -> str:
    """Leaflet's style sheet as a data URI; its images belong to controls that we do not use."""
    return _data_uri("leaflet.css", "text/css")


def _data_uri(name: str, mime: str) -> str:
    content = resources.files(_PACKAGE).joinpath("data", name).read_bytes()
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"
