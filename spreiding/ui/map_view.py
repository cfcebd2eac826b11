"""The one place where a map meets the screen; a test puts its own function here."""

from collections.abc import Callable

import folium
from streamlit_folium import st_folium

from spreiding.ui.maps import HEIGHT_PX

# Only what is listed here makes the page run again: moving and zooming do not.
RETURNED = ("last_clicked", "last_object_clicked_tooltip", "last_object_clicked_count")


def show(
    base: folium.Map, varying: folium.FeatureGroup, *, key: str, on_change: Callable[[], None] | None = None
) -> None:
    """Show `base` with the `varying` layers; with `on_change` clicks are reported under `key`."""
    st_folium(
        base,
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=RETURNED if on_change else (),
        feature_group_to_add=varying,
        pixelated=True,
        on_change=on_change,
    )
