"""Build the map: a base that stays, and layers that vary. No Streamlit here."""

import base64
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import folium
from folium.map import CustomPane
from folium.template import Template
from pyproj import Transformer
from xyzservices import providers

from spreiding.ui import leaflet
from spreiding.ui.raster import RD, PixelGrid

HEIGHT_PX: Final = 560
_ZOOM_STEP: Final = 0.25
# Where the map stands before it is told what to show: Drenthe.
_MIDDLE: Final = (52.86, 6.6)
_SQUARES, _ROADS, _BANDS, _BORDERS = "vierkanten", "wegen", "bereik", "grenzen"

# The squares stay readable below it; the edge tells where it ends.
_BAND_STYLE: Final = {"pane": _BANDS, "fill": True, "fillOpacity": 0.4, "weight": 0.5, "opacity": 0.5}

Degrees = tuple[float, float]
Box = tuple[Degrees, Degrees]

_TO_DEGREES: Final = Transformer.from_crs(RD, "EPSG:4326", always_xy=True)
_TO_RD: Final = Transformer.from_crs("EPSG:4326", RD, always_xy=True)


@dataclass(frozen=True)
class Look:
    """How a marker is drawn: radius and stroke weight [px], colours (#rrggbb), dashed or not."""

    radius: float
    fill: str
    stroke: str
    weight: float
    dash: str | None = None


@dataclass(frozen=True)
class Marker:
    """A site on the map [EPSG:28992, m], with the plain text lines of its tooltip; the first line is bold."""

    site_id: str
    x_m: float
    y_m: float
    look: Look
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """An area within some limit of a branch: its words, its colour (#rrggbb) and its polygons (GeoJSON, degrees)."""

    words: str
    colour: str
    area: dict[str, Any]


class _Markers(folium.MacroElement):
    """Circle markers from plain data: no text of a user becomes part of a script."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this.rows|tojson }}.forEach(function (row) {
            L.circleMarker([row.latitude, row.longitude], row.options)
                .bindTooltip(row.tooltip)
                .addTo({{ this._parent.get_name() }});
        });
        {% endmacro %}
        """
    )

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Markers"
        self.rows = rows


def escape(text: str) -> str:
    """Make any text safe inside the HTML of a map: markup, quotes, templates and line separators."""
    escaped = html.escape(text, quote=True)
    # A backtick, dollar or brace would matter if the text ever stood in a template literal or template.
    for character in "`${}\\\u2028\u2029":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


def to_degrees(x_m: float, y_m: float) -> Degrees:
    """Latitude and longitude [degrees] of a point in EPSG:28992 [m]."""
    longitude, latitude = _TO_DEGREES.transform(x_m, y_m)
    return latitude, longitude


def to_rd(latitude: float, longitude: float) -> tuple[float, float]:
    """Point in EPSG:28992 [m] of a latitude and longitude [degrees]."""
    x_m, y_m = _TO_RD.transform(longitude, latitude)
    return x_m, y_m


def box_of(bounds_m: Sequence[float]) -> Box:
    """Return the box west, south, east, north [EPSG:28992, m] as its south-west and north-east corner [degrees]."""
    west, south, east, north = bounds_m
    return to_degrees(west, south), to_degrees(east, north)


def base_map(*, roads: dict[str, Any], borders: dict[str, Any]) -> folium.Map:
    """Build the map that stays: base tiles when there is a network, our own roads and borders (GeoJSON) always."""
    figure = folium.Map(
        location=_MIDDLE,
        tiles=folium.TileLayer(providers.nlmaps.grijs, opacity=0.6, overlay=False),
        zoom_snap=_ZOOM_STEP,
        zoom_delta=1,
    )
    figure.default_js = [("leaflet", leaflet.script_uri())]
    figure.default_css = [("leaflet_css", leaflet.style_uri())]
    _Frame().add_to(figure)
    for name, order in ((_SQUARES, 310), (_ROADS, 320), (_BANDS, 325), (_BORDERS, 330)):
        CustomPane(name, z_index=order, pointer_events=False).add_to(figure)
    _Lines(roads, {"pane": _ROADS, "color": "#7a7a7a", "weight": 0.8, "opacity": 0.55}).add_to(figure)
    _Lines(borders, {"pane": _BORDERS, "color": "#3c3c3c", "weight": 1.2, "opacity": 0.8, "dashArray": "5 4"}).add_to(
        figure
    )
    return figure


class _Frame(folium.MacroElement):
    """Scale in metres only, a plain attribution, a light ground without tiles, no box around a clicked marker."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        {{ this._parent.get_name() }}.attributionControl.setPrefix("Leaflet");
        (function (container) {
            container.style.background = "#f7f7f5";
            // Leaflet focuses the map at the first click; a page that scrolls to it then would spoil the click.
            container.focus = function () { HTMLElement.prototype.focus.call(container, {preventScroll: true}); };
        })({{ this._parent.get_name() }}.getContainer());
        document.head.insertAdjacentHTML(
            "beforeend", "<style>path.leaflet-interactive:focus { outline: none; }</style>"
        );
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Frame"


class _LookAt(folium.MacroElement):
    """Show a box whole when it is another than before; a user's own zoom stays otherwise."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        if (window.shownBox !== {{ this.box|tojson|tojson }}) {
            window.shownBox = {{ this.box|tojson|tojson }};
            {{ this._parent._parent.get_name() }}.fitBounds({{ this.box|tojson }}, {animate: false});
        }
        {% endmacro %}
        """
    )

    def __init__(self, box: Box) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LookAt"
        self.box = box


class _Lines(folium.MacroElement):
    """GeoJSON that only gives context: no fill unless asked for, no clicks."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.geoJSON({{ this.content|tojson }}, {interactive: false, style: {{ this.style|tojson }}})
            .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, content: dict[str, Any], style: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Lines"
        self.content = content
        self.style = {"fill": False} | style


def layers(
    grid: PixelGrid,
    png: bytes,
    markers: Iterable[Marker],
    *,
    box: Box,
    outline: dict[str, Any] | None = None,
    bands: Iterable[Band] = (),
) -> folium.FeatureGroup:
    """Build what varies: the squares, the reach of a branch, a gemeente's outline, the markers, and where to look.

    The first of `bands` lies lowest; `outline` is GeoJSON.
    """
    group = folium.FeatureGroup(name="stand")
    _LookAt(box).add_to(group)
    uri = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    folium.raster_layers.ImageOverlay(uri, bounds=grid.bounds_deg, opacity=0.95, pane=_SQUARES).add_to(group)
    for band in bands:
        _Lines(band.area, _BAND_STYLE | {"color": band.colour, "fillColor": band.colour}).add_to(group)
    if outline is not None:
        _Lines(outline, {"pane": _BORDERS, "color": "#1a1a1a", "weight": 3}).add_to(group)
    _Markers([_row(marker) for marker in markers]).add_to(group)
    return group


def _row(marker: Marker) -> dict[str, Any]:
    """Return a marker as data for the browser; the id travels in the tooltip, unseen, for the click."""
    latitude, longitude = to_degrees(marker.x_m, marker.y_m)
    first, *others = (escape(line) for line in marker.lines)
    lines = "<br>".join([f"<strong>{first}</strong>", *others])
    look = asdict(marker.look)
    return {
        "latitude": round(latitude, 6),
        "longitude": round(longitude, 6),
        "tooltip": f"{lines}<span hidden>#{marker.site_id}</span>",
        "options": {
            "radius": look["radius"],
            "color": look["stroke"],
            "weight": look["weight"],
            "fillColor": look["fill"],
            "fillOpacity": 1.0,
            "dashArray": look["dash"],
            "bubblingMouseEvents": False,
        },
    }


def clicked_site(tooltip: str | None) -> str | None:
    """Id of the clicked marker, from the text of its tooltip; the id stands behind everything else."""
    found = re.search(r"#([a-z0-9][a-z0-9-]*)$", tooltip or "")
    return found.group(1) if found else None
