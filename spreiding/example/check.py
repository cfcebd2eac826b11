"""The example beside CBS: the table that shows how the generated region compares with the facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from babel.numbers import format_decimal

from spreiding.accessibility import weighted_mean
from spreiding.domain import Modality
from spreiding.example.facts import GemeenteFacts, read_facts
from spreiding.io.network.roads import read_archive
from spreiding.io.people.cbs import read_cbs
from spreiding.io.places.areas import read_areas
from spreiding.io.places.vestigingen import read_vestigingen
from spreiding.network import build_network, project
from spreiding.served import project_demand
from spreiding.travel import nearest_metres


@dataclass(frozen=True)
class Comparison:
    """One gemeente of the example beside CBS.

    `inwoners` [persons], `age_points`: largest difference of an age share [percentage points], `library_km`: mean
    road distance by car to the nearest branch [km], `n_squares`: inhabited squares.
    """

    facts: GemeenteFacts
    inwoners: int
    age_points: float
    library_km: float
    n_squares: int


def compare_with_cbs(data: Path) -> tuple[Comparison, ...]:
    """Read the files of the example in `data` and compare every gemeente with the figures of CBS."""
    gemeenten, _ = read_facts(data / "feiten")
    people = read_cbs(data / "cbs" / "voorbeeld_drenthe_vk100.gpkg")
    sites = read_vestigingen(data / "vestigingen.geojson")
    areas = read_areas(data / "voorbeeld" / "gemeenten.geojson")
    network = build_network(read_archive(data / "voorbeeld" / "wegen.npz"), Modality.AUTO)
    feet = project(network, np.array([site.x_m for site in sites]), np.array([site.y_m for site in sites]))
    metres = nearest_metres(
        network,
        demand=project_demand(network, people.x_m, people.y_m, sites=feet),
        sites=feet,
        open_sites=np.arange(len(sites), dtype=np.int32),
    )
    codes = np.array([gemeente.code for gemeente in areas.gemeenten])[areas.find(people.x_m, people.y_m)]
    result = []
    for facts in gemeenten:
        here = codes == facts.code
        shares = people.groups[here].sum(axis=0) / people.inwoners[here].sum() * 100
        wanted = np.array(facts.age_pct) / sum(facts.age_pct) * 100
        result.append(
            Comparison(
                facts=facts,
                inwoners=int(people.inwoners[here].sum()),
                age_points=float(np.abs(shares - wanted).max()),
                library_km=weighted_mean(metres[here], people.inwoners[here]) / 1000,
                n_squares=int(here.sum()),
            )
        )
    return tuple(result)


def format_comparison(rows: Iterable[Comparison]) -> str:
    """Write the comparison as a Dutch Markdown table."""
    header = (
        "| gemeente | inwoners CBS 2024 | inwoners voorbeeld | grootste verschil leeftijdsaandeel (procentpunt) "
        "| afstand CBS (km) | afstand voorbeeld (km) | verschil (km) | bewoonde vierkanten |"
    )
    return "\n".join([header, "|---|" + "--:|" * 7, *(_line(row) for row in rows)])


def _line(row: Comparison) -> str:
    cells = (
        row.facts.name,
        _number(row.facts.inwoners),
        _number(row.inwoners),
        _number(row.age_points, "0.000"),
        _number(row.facts.library_km, "0.0"),
        _number(row.library_km, "0.00"),
        _number(row.library_km - row.facts.library_km, "+0.00;−0.00"),
        _number(row.n_squares),
    )
    return f"| {' | '.join(cells)} |"


def _number(value: float, pattern: str = "#,##0") -> str:
    return str(format_decimal(value, pattern, locale="nl_NL"))
