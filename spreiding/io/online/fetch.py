"""Which files a provincie or gemeente needs, and fetching them into the cache."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spreiding.domain import Frozen
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.io.online.addresses import Addresses, Source
from spreiding.io.online.connection import Client, OnBytes
from spreiding.io.online.damaged import drop_damaged
from spreiding.io.online.download import Fetched, fetch
from spreiding.io.online.extracts import merge_extracts
from spreiding.io.online.pdok import fetch_boundaries
from spreiding.io.online.statline import fetch_table
from spreiding.io.places.areas import Areas, find_provincie, read_areas
from spreiding.supply import slug

# Boundaries, squares of two sizes, areas with totals, forecast; the roads come on top, one per provincie.
_N_FIXED_STEPS: Final = 5
# A name of more gemeenten than this would not fit on a screen.
_MAX_NAMES: Final = 3


class Wish(Frozen):
    """The area that is asked for: all gemeenten of `provincies`, and `gemeenten` by name or code."""

    provincies: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()


@dataclass(frozen=True)
class FetchProgress:
    """How far it is: the source, its bytes done and in all (None unknown), and the share of the whole [0-1]."""

    source: str
    n_bytes: int
    n_total: int | None
    share: float


OnFetch = Callable[[FetchProgress], None]


@dataclass(frozen=True)
class RegionFiles:
    """The files of an area, its gemeenten as codes, a name for it, and all that was fetched with its source.

    `prognose` is None when it could not be had; `missing` tells why.
    """

    name: str
    codes: tuple[str, ...]
    gemeenten: Fetched
    vierkanten100: Fetched
    vierkanten500: Fetched
    wijkenbuurten: Fetched
    roads: Fetched
    prognose: Fetched | None
    sources: tuple[tuple[Source, Fetched], ...]
    missing: tuple[InputError, ...]


class _Run:
    """One round along the sources: counts the steps, and notes what came and what failed."""

    def __init__(self, client: Client, on_fetch: OnFetch, *, is_fresh: bool, n_steps: int) -> None:
        self.client, self.is_fresh, self.n_steps = client, is_fresh, n_steps
        self.sources: list[tuple[Source, Fetched]] = []
        self._on_fetch = on_fetch
        self._n_done = 0

    def take(
        self, source: Source, faults: list[InputError], get: Callable[[OnBytes], Fetched] | None = None
    ) -> Fetched | None:
        """Fetch one source; note its faults and return None when it has any."""

        def on_bytes(n_bytes: int, n_total: int | None) -> None:
            part = min(n_bytes / n_total, 1.0) if n_total else 0.0
            share = min((self._n_done + part) / self.n_steps, 1.0)
            self._on_fetch(FetchProgress(source.name, n_bytes, n_total, share))

        on_bytes(0, None)
        try:
            found = (
                get(on_bytes)
                if get is not None
                else fetch(self.client, source, is_fresh=self.is_fresh, on_bytes=on_bytes)
            )
        except InputError as error:
            faults.append(error)
        except InputErrors as errors:
            faults.extend(errors.errors)
        else:
            self.sources.append((source, found))
            return found
        finally:
            self._n_done += 1
        return None


def fetch_files(
    client: Client, addresses: Addresses, wish: Wish, *, on_fetch: OnFetch, is_fresh: bool = False
) -> RegionFiles:
    """Fetch everything for the area of `wish`; a source that fails does not keep the others from coming in.

    Roads come as the extracts of the provincies, for a gemeente too: they hold the libraries beside the roads, they
    can be resumed and kept, and they spare the volunteers behind Overpass.

    Raises
    ------
    InputError, InputErrors
        `empty_wish`, an area that is not known, and the faults of all sources that a region cannot do without.

    """
    if not wish.provincies and not wish.gemeenten:
        raise InputError("empty_wish")
    # A provincie that does not exist is told before anything is asked.
    provincies = tuple(dict.fromkeys(find_provincie(name) for name in wish.provincies))
    run = _Run(client, on_fetch, is_fresh=is_fresh, n_steps=_N_FIXED_STEPS + max(1, len(provincies)))
    faults: list[InputError] = []
    boundaries = run.take(addresses.gemeenten, faults, lambda on: _boundaries(run, addresses.gemeenten, on))
    raise_together(faults)
    if boundaries is None:
        message = "what did not come has a fault"
        raise AssertionError(message)
    with drop_damaged(run.sources):
        areas = read_areas(boundaries.path)
    chosen = _choose(areas, provincies, wish.gemeenten)
    name = _name(provincies, areas.named(wish.gemeenten))
    return _fetch_rest(run, addresses, boundaries, chosen=chosen, name=name)


def _fetch_rest(run: _Run, addresses: Addresses, boundaries: Fetched, *, chosen: Areas, name: str) -> RegionFiles:
    faults: list[InputError] = []
    missing: list[InputError] = []
    extracts = [addresses.wegen.at(provincie) for provincie in _provincies_of(chosen)]
    run.n_steps = _N_FIXED_STEPS + len(extracts)
    codes = tuple(gemeente.code for gemeente in chosen.gemeenten)
    vierkanten100 = run.take(addresses.vierkanten100, faults)
    vierkanten500 = run.take(addresses.vierkanten500, faults)
    wijkenbuurten = run.take(addresses.wijkenbuurten, faults)
    extracted = [run.take(extract, faults) for extract in extracts]
    forecast_file = f"prognose-{slug(name)[:60]}.json"
    prognose = run.take(
        addresses.prognose,
        missing,
        lambda _: fetch_table(run.client, addresses.prognose, codes, name=forecast_file, is_fresh=run.is_fresh),
    )
    # A full disk tells the same for every source.
    raise_together({str(fault): fault for fault in faults}.values())
    if vierkanten100 is None or vierkanten500 is None or wijkenbuurten is None:
        message = "what did not come has a fault"
        raise AssertionError(message)
    return RegionFiles(
        name=name,
        codes=codes,
        gemeenten=boundaries,
        vierkanten100=vierkanten100,
        vierkanten500=vierkanten500,
        wijkenbuurten=wijkenbuurten,
        roads=_one_extract(run.client, [extract for extract in extracted if extract is not None], addresses.wegen),
        prognose=prognose,
        sources=tuple(run.sources),
        missing=tuple(missing),
    )


def _boundaries(run: _Run, source: Source, on_bytes: OnBytes) -> Fetched:
    return fetch_boundaries(run.client, source, is_fresh=run.is_fresh, on_bytes=on_bytes)


def _choose(areas: Areas, provincies: tuple[str, ...], gemeenten: tuple[str, ...]) -> Areas:
    """Return the gemeenten of the provincies and those that are named."""
    chosen = [areas.of_provincie(name) for name in provincies] + [areas.named(gemeenten)]
    return areas.keep(gemeente.code for part in chosen for gemeente in part.gemeenten)


def _provincies_of(chosen: Areas) -> list[str]:
    """Return the provincies whose roads the gemeenten need.

    Raises
    ------
    InputError, InputErrors
        `gemeente_without_provincie`.

    """
    pairs = list(zip(chosen.gemeenten, chosen.provincies or ("",) * len(chosen.gemeenten), strict=True))
    raise_together(
        InputError("gemeente_without_provincie", gemeente=gemeente.name) for gemeente, name in pairs if not name
    )
    return sorted({find_provincie(name) for _, name in pairs})


def _one_extract(client: Client, extracts: list[Fetched], source: Source) -> Fetched:
    if len(extracts) == 1:
        return extracts[0]
    names = sorted(extract.path.name.removesuffix(".osm.pbf") for extract in extracts)
    path = client.folder / f"{'+'.join(names)}.osm.pbf"
    return merge_extracts(extracts, path, source=source.name, max_wait_s=client.patience.lock_s)


def _name(provincies: tuple[str, ...], named: Areas) -> str:
    """Return a name for the area, such as 'Meppel, Westerveld'."""
    names = [*provincies, *(gemeente.name for gemeente in named.gemeenten)]
    rest = f" +{len(names) - _MAX_NAMES}" if len(names) > _MAX_NAMES else ""
    return ", ".join(names[:_MAX_NAMES]) + rest
