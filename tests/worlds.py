"""Tiny worlds whose answers can be derived by hand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from shapely import box

from spreiding.demand import Demand, Gemeente, Kern, Squares
from spreiding.domain import Kernfunctie, Modality, Option, Package, Vestigingstype
from spreiding.io.store import FORMAT_VERSION
from spreiding.network import Access, Roads, build_network, project
from spreiding.norms import Label, Norm, Predicate
from spreiding.region import Manifest, Region, assign_kern
from spreiding.served import project_demand
from spreiding.supply import Site
from spreiding.uitgangspunten import Tariffs, Uitgangspunten

BOTH_WAYS = int(
    Access.AUTO_FORWARD | Access.AUTO_BACKWARD | Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN
)
ONE_WAY = int(Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN)
HERE, THERE = Gemeente(code="GM0001", name="Hier"), Gemeente(code="GM0002", name="Daar")
# 60 km/h: one kilometre a minute.
KMH = 60.0


def make_roads(
    nodes: Sequence[tuple[float, float]],
    segments: Sequence[tuple[int, int]],
    *,
    access: int | Sequence[int] = BOTH_WAYS,
    kmh: float | Sequence[float] = KMH,
    lengths: Sequence[float] | None = None,
) -> Roads:
    """Roads between `nodes`, straight unless `lengths` says otherwise."""
    xy = np.array(nodes, dtype=float)
    tail, head = (np.array(ends, dtype=np.int32) for ends in zip(*segments, strict=True))
    straight = np.hypot(*(xy[tail] - xy[head]).T)
    return Roads(
        x_m=xy[:, 0].copy(),
        y_m=xy[:, 1].copy(),
        tail=tail,
        head=head,
        length_m=straight if lengths is None else np.array(lengths, dtype=float),
        road_class=np.zeros(tail.size, dtype=np.uint8),
        car_kmh=np.broadcast_to(np.array(kmh, dtype=np.float32), tail.size).copy(),
        access=np.broadcast_to(np.array(access, dtype=np.uint8), tail.size).copy(),
    )


def line_roads(length_km: int = 10) -> Roads:
    """Return a straight road along the x axis with a node at every kilometre."""
    nodes = [(1000.0 * k, 0.0) for k in range(length_km + 1)]
    return make_roads(nodes, [(k, k + 1) for k in range(length_km)])


def make_site(
    site_id: str,
    x_m: float,
    y_m: float = 0.0,
    *,
    klasse: Vestigingstype | None = None,
    is_open: bool | None = None,
    gemeente: str | None = HERE.code,
    **fields: Any,  # noqa: ANN401 - whatever Site has
) -> Site:
    """Return a branch when a class is given (or `is_open`), else a candidate."""
    today = Option(type=klasse) if (klasse is not None if is_open is None else is_open) else None
    return Site(id=site_id, name=site_id, x_m=x_m, y_m=y_m, gemeente=gemeente, today=today, **fields)


def make_region(
    roads: Roads,
    *,
    people: Sequence[tuple[float, float, float]],
    sites: Sequence[Site],
    gemeenten: Sequence[Gemeente] = (HERE,),
    square_gemeente: Sequence[int] | None = None,
    kernen: Sequence[Kern] = (),
) -> Region:
    """Return a region with one demand point per square; `people` are (x [m], y [m], inwoners)."""
    x_m, y_m, inwoners = (np.array(column, dtype=float) for column in zip(*people, strict=True))
    n = inwoners.size
    gemeente = np.array(square_gemeente if square_gemeente is not None else [0] * n, dtype=np.int32)
    squares = Squares(
        ids=np.array([f"E{k:04d}N0000" for k in range(n)]),
        x_m=x_m,
        y_m=y_m,
        size_m=np.full(n, 100.0),
        inwoners=inwoners,
        estimated=np.zeros(n),
        groups=np.full((n, 5), np.nan),
        is_groups_estimated=np.zeros(n, dtype=np.bool_),
        gemeente=gemeente,
        kern=assign_kern(x_m, y_m, gemeente, kernen=tuple(kernen), gemeenten=tuple(gemeenten)),
    )
    # Every gemeente lies among the squares as a whole.
    around = box(min(x_m) - 50, min(y_m) - 50, max(x_m) + 50, max(y_m) + 50) if n else box(0, 0, 0, 0)
    networks = {modality: build_network(roads, modality) for modality in Modality}
    site_x, site_y = (np.array([getattr(site, name) for site in sites], dtype=float) for name in ("x_m", "y_m"))
    feet = {modality: project(network, site_x, site_y) for modality, network in networks.items()}
    return Region(
        manifest=Manifest(
            name="Proefwereld",
            is_example=False,
            format_version=FORMAT_VERSION,
            created="2026-01-01",
            bronnen=(),
            n_squares=n,
            n_missing=0,
            inwoners=float(inwoners.sum()),
            n_nodes={modality: network.n_nodes for modality, network in networks.items()},
            n_dropped_nodes={modality: network.n_dropped for modality, network in networks.items()},
            n_far_from_road=0,
            inwoners_far_from_road=0.0,
            fingerprint="proefwereld",
        ),
        squares=squares,
        demand=Demand(np.arange(n, dtype=np.int32), x_m, y_m, inwoners),
        sites=tuple(sites),
        gemeenten=tuple(gemeenten),
        kernen=tuple(kernen),
        areas={gemeente_.code: around for gemeente_ in gemeenten},
        networks=networks,
        demand_footing={m: project_demand(network, x_m, y_m, sites=feet[m]) for m, network in networks.items()},
        site_footing=feet,
    )


def make_uitgangspunten(
    *,
    max_m: float = 5000.0,
    modality: Modality = Modality.AUTO,
    predicate: Predicate | None = None,
    gemeenten: Sequence[str] = (HERE.code, THERE.code),
    eur_per_type: Mapping[Vestigingstype, int] | None = None,
) -> Uitgangspunten:
    """Assumptions with the tariffs of 003 §2.2, §2.3 and §3.2 and the kernfuncties of the bare tariff."""
    per_type = eur_per_type or {
        Vestigingstype.GROOT: 95_116,
        Vestigingstype.MIDDELGROOT: 71_337,
        Vestigingstype.KLEIN: 35_669,
        Vestigingstype.SERVICEPUNT: 11_890,
    }
    three = frozenset({Kernfunctie(1), Kernfunctie(3), Kernfunctie(5)})
    all_five = frozenset(Kernfunctie)
    return Uitgangspunten(
        norm=Norm(
            name="proef",
            max_m=max_m,
            modality=modality,
            predicate=predicate or Predicate(),
            bron="proef",
            label=Label.EIGEN_KEUZE,
        ),
        tariffs=Tariffs(
            bron="003",
            price_year=2025,
            gemeenten=frozenset(gemeenten),
            eur_per_type={klasse: Decimal(amount) for klasse, amount in per_type.items()},
            eur_per_llo1={
                Vestigingstype.GROOT: Decimal(26_363),
                Vestigingstype.MIDDELGROOT: Decimal(17_553),
                Vestigingstype.KLEIN: Decimal(8_768),
            },
            eur_per_inwoner={"infrastructuur": Decimal("11.19"), "collectie": Decimal("3.85")},
            open_plus_eur_per_year=Decimal(2_688),
            open_plus_eur_once=Decimal(25_800),
        ),
        kernfuncties={
            Vestigingstype.GROOT: {Package.GEEN: three, Package.LLO1: all_five},
            Vestigingstype.MIDDELGROOT: {Package.GEEN: three, Package.LLO1: all_five},
            Vestigingstype.KLEIN: {Package.GEEN: three, Package.LLO1: three | {Kernfunctie(2)}},
            Vestigingstype.SERVICEPUNT: {Package.GEEN: frozenset({Kernfunctie(1), Kernfunctie(3)})},
        },
    )
