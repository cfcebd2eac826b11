"""Dutch help of the command that prints what a scenario costs."""

from typing import Final

HULP: Final[dict[str, str]] = {
    "kosten": "De rekening van een scenario per gemeente, regel voor regel, naast die van nu.",
    "--gemeente": "Alleen deze gemeente (naam of code); vaker te geven. Zonder deze optie alle gemeenten.",
    "--afname": "Wat gemeenten afnemen en hoeveel zij hebben (TOML); zonder deze optie wat bij Spreiding hoort.",
    "--huisvesting": (
        "Prijs per m², m² per klasse en deel bij gedeelde gebouwen (TOML); zonder deze optie exclusief huisvesting."
    ),
    "--jaren": "Ook jaar voor jaar, met wie betaalt: van en tot en met, zoals 2026-2029.",
    "--meerjaren": "Uitgangspunten voor meer jaren: eenmalige bedragen, dekking, rente (TOML).",
    "--indexering": "Indexering per jaar in procenten, voor elke regel (bij --jaren); standaard geen.",
    "--prognose": "Laat de inwoners per jaar de prognose volgen: midden, laag of hoog (bij --jaren).",
    "--start": "Beginjaar van een verandering, zoals vestiging=2027 (naam of id); vaker te geven.",
    "--stopt": "Wat als een bron stopt, zoals provincie=2027; vaker te geven.",
    "--gebruik": "Ook verwachte leden en bezoeken per vestiging met hun kosten: een model, geen telling.",
    "--xlsx": "Schrijf de rekening ook naar dit Excel-bestand.",
}
