"""PDOK's OGC API: boundaries page by page, as one file that names its coordinate system."""

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx

from spreiding.errors import InputError
from spreiding.io.files.crs import find_crs_name
from spreiding.io.online.addresses import Source
from spreiding.io.online.connection import Client, OnBytes, follow, get_json, not_the_file
from spreiding.io.online.download import Fetched, store_document

# All gemeenten stand on one page or a few; no answer has more.
_MAX_PAGES: Final = 1000
BOUNDARIES_FILE: Final = "gemeentegebied.geojson"


def fetch_boundaries(
    client: Client, source: Source, *, is_fresh: bool = False, on_bytes: OnBytes | None = None
) -> Fetched:
    """Fetch the boundaries of all gemeenten as one GeoJSON file that names its coordinate system.

    Raises
    ------
    InputError
        Why they could not be fetched, `paging_loop`, or `download_incomplete`.

    """
    url = source.addresses[0]
    return store_document(
        client,
        source,
        name=BOUNDARIES_FILE,
        url=url,
        collect=lambda: _collect_pages(client, source, url, on_bytes),
        is_fresh=is_fresh,
    )


def _collect_pages(client: Client, source: Source, url: str, on_bytes: OnBytes | None) -> dict[str, object]:
    """Follow rel=next until there is none; the features of all pages together."""
    features: list[object] = []
    n_total, n_bytes, crs, seen, next_url = None, 0, "", set[str](), url
    while next_url:
        host = httpx.URL(next_url).host
        if next_url in seen or len(seen) == _MAX_PAGES or n_bytes > source.max_bytes:
            raise InputError("paging_loop", source=source.name, host=host)
        seen.add(next_url)
        answer = get_json(client, source, next_url)
        page = _check_page(answer.value, source, host)
        features += page["features"]
        crs = crs or _crs_of(page, answer.headers, url)
        n_total = n_total or page.get("numberMatched")
        next_url = _next_url(page, source, next_url)
        n_bytes += answer.n_bytes
        if on_bytes is not None:
            on_bytes(n_bytes, None)
    if isinstance(n_total, int) and len(features) < n_total:
        raise InputError("download_incomplete", source=source.name, host=host, n_found=len(features), n_total=n_total)
    member = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return {"type": "FeatureCollection", **member, "features": features}


def _check_page(page: Any, source: Source, host: str) -> Mapping[str, Any]:  # noqa: ANN401 - JSON from outside
    """Return a page with features; refuse anything else, so that it does not come in the cache."""
    features = page.get("features") if isinstance(page, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(feature, dict) for feature in features):
        raise not_the_file(source, host)
    return dict(page)


def _crs_of(page: Mapping[str, Any], headers: httpx.Headers, url: str) -> str:
    """Return the coordinate system of a page as EPSG code: what the answer says, else what was asked for."""
    if "crs" in page:
        properties = page["crs"].get("properties") if isinstance(page["crs"], dict) else None
        return str(properties.get("name")) if isinstance(properties, dict) else json.dumps(page["crs"])
    said = headers.get("Content-Crs", "").strip(" <>") or httpx.URL(url).params.get("crs", "")
    return (find_crs_name(said) or said) if said else ""


def _next_url(page: Mapping[str, Any], source: Source, url: str) -> str:
    """Return the address of the next page; empty on the last one."""
    links = page.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return follow(source, url, link["href"])
    return ""
