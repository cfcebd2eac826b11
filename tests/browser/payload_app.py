"""A page with one map, on which every marker carries a hostile text."""

import numpy as np
import streamlit as st

from spreiding.ui import map_view, maps
from spreiding.ui.maps import Look, Marker
from spreiding.ui.raster import PixelGrid, paint
from tests.ui.test_maps import PAYLOADS

GRID = PixelGrid(735_000.0, 6_935_000.0, 5000.0, np.zeros((2, 2), dtype=np.int32))
BOX = maps.box_of((225_000.0, 535_000.0, 250_000.0, 545_000.0))
LOOK = Look(10, "#ffffff", "#000000", 2)

st.title("Kaart")
markers = [
    Marker(f"plek-{number}", 230_000.0 + 2000.0 * number, 540_000.0, LOOK, (payload, payload))
    for number, payload in enumerate(PAYLOADS)
]
nothing = {"type": "MultiLineString", "coordinates": []}
map_view.show(
    maps.base_map(roads=nothing, borders=nothing),
    maps.layers(GRID, paint(GRID, np.zeros(1, dtype=np.uint8), ("#1e78b4",)), markers, box=BOX),
    key="kaart",
    on_change=lambda: None,
)
