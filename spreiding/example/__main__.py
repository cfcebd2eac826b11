"""Write the files of the example region: ``python -m spreiding.example``; ``--controle`` prints its table."""

import argparse
import sys
from pathlib import Path
from typing import Final

from spreiding.example.build import build_example
from spreiding.example.check import compare_with_cbs, format_comparison
from spreiding.example.facts import read_facts
from spreiding.example.files import write_boundaries, write_squares
from spreiding.example.scenarios import build_scenarios
from spreiding.io.network.roads import write_archive
from spreiding.io.places.vestigingen import read_vestigingen
from spreiding.io.scenarios import format_scenarios

SEED: Final = 2024
DATA: Final = Path(__file__).resolve().parents[2] / "data"


def write_example(data: Path, *, seed: int = SEED) -> None:
    """Generate the example from the facts in `data` and write its files beside them."""
    gemeenten, kernen = read_facts(data / "feiten")
    scenarios = build_scenarios(read_vestigingen(data / "vestigingen.geojson"))
    example = build_example(gemeenten, kernen, seed=seed)
    for folder in ("cbs", "voorbeeld", "scenarios"):
        (data / folder).mkdir(exist_ok=True)
    write_squares(example.people, data / "cbs" / "voorbeeld_drenthe_vk100.gpkg")
    write_archive(example.roads, data / "voorbeeld" / "wegen.npz")
    write_boundaries(example.areas, gemeenten, data / "voorbeeld" / "gemeenten.geojson")
    text = format_scenarios(scenarios)
    (data / "scenarios" / "voorbeeld-drenthe.json").write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    """Write the files, or print the comparison with CBS."""
    parser = argparse.ArgumentParser(prog="python -m spreiding.example", description=__doc__)
    parser.add_argument("--controle", action="store_true", help="vergelijk de bestanden met de cijfers van het CBS")
    if parser.parse_args().controle:
        sys.stdout.write(f"{format_comparison(compare_with_cbs(DATA))}\n")
    else:
        write_example(DATA)


if __name__ == "__main__":
    main()
