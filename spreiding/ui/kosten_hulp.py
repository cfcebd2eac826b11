"""Dutch help of the command that prints what a scenario costs."""

from typing import Final

HULP: Final[dict[str, str]] = {
    "kosten": "De rekening van een scenario per gemeente, regel voor regel, naast die van nu.",
    "--gemeente": "Alleen deze gemeente (naam of code); vaker te geven. Zonder deze optie alle gemeenten.",
    "--afname": "Wat gemeenten afnemen en hoeveel zij hebben (TOML); zonder deze optie wat bij Spreiding hoort.",
    "--huisvesting": (
        "Prijs per m², m² per klasse en deel bij gedeelde gebouwen (TOML); zonder deze optie exclusief huisvesting."
    ),
    "--xlsx": "Schrijf de rekening ook naar dit Excel-bestand.",
}
