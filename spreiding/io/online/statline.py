"""CBS StatLine: the rows of a table for some gemeenten, page by page, as one JSON file."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import httpx

from spreiding.errors import InputError
from spreiding.io.online.addresses import Source
from spreiding.io.online.connection import Client, follow, get_json, not_the_file
from spreiding.io.online.download import Fetched, store_document

# The service gives at most 10,000 rows: 28 years × 3 figures × 50 gemeenten stay far below it, and the address short.
_GEMEENTEN_PER_QUESTION: Final = 50
_MAX_PAGES: Final = 1000
# Each edition calls the column of areas after its own year: RegioIndeling2021, RegioS.
_AREA_PREFIX: Final = "Regio"
_NEXT: Final = ("odata.nextLink", "@odata.nextLink")


def fetch_table(client: Client, source: Source, codes: Sequence[str], *, name: str, is_fresh: bool = False) -> Fetched:
    """Fetch the rows of the gemeenten `codes` (GM1731) as a file `name` with the member 'value', as OData has it.

    Raises
    ------
    InputError
        Why it could not be fetched, `paging_loop`, or `download_not_the_file`.

    """
    table = source.addresses[0]
    wanted = sorted(code for code in codes if re.fullmatch(r"GM\d{4}", code))

    def collect() -> dict[str, object]:
        column = _area_column(client, source, table)
        rows: list[object] = []
        for start in range(0, len(wanted), _GEMEENTEN_PER_QUESTION):
            chosen = wanted[start : start + _GEMEENTEN_PER_QUESTION]
            # Keys are padded with blanks to a width that differs per table.
            condition = " or ".join(f"startswith({column},'{code}')" for code in chosen)
            for page in _pages(client, source, str(httpx.URL(table, params={"$filter": condition}))):
                rows += page
        if not rows:
            host = httpx.URL(table).host
            raise InputError("download_incomplete", source=source.name, host=host, n_found=0, n_total=len(wanted))
        return {"value": rows}

    # The gemeenten are part of what the file is.
    url = f"{table}#{','.join(wanted)}"
    return store_document(client, source, name=name, url=url, collect=collect, is_fresh=is_fresh)


def _area_column(client: Client, source: Source, table: str) -> str:
    """Return the name of the column with areas, from the first row."""
    rows, _ = _page(client, source, str(httpx.URL(table, params={"$top": "1"})))
    names = rows[0] if rows and isinstance(rows[0], dict) else ()
    found = next((str(name) for name in names if re.fullmatch(rf"{_AREA_PREFIX}\w*", str(name))), None)
    if found is None:
        host = httpx.URL(table).host
        raise not_the_file(source, host)
    return found


def _pages(client: Client, source: Source, url: str) -> Iterator[list[Any]]:
    """Follow odata.nextLink until there is none."""
    seen = set[str]()
    while url:
        if url in seen or len(seen) == _MAX_PAGES:
            raise InputError("paging_loop", source=source.name, host=httpx.URL(url).host)
        seen.add(url)
        rows, link = _page(client, source, url)
        yield rows
        url = follow(source, url, link) if link else ""


def _page(client: Client, source: Source, url: str) -> tuple[list[Any], str]:
    document = get_json(client, source, url).value
    rows = document.get("value") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        host = httpx.URL(url).host
        raise not_the_file(source, host)
    link = next((document[key] for key in _NEXT if isinstance(document.get(key), str)), "")
    return rows, link
