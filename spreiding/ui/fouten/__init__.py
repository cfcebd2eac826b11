"""One Dutch sentence per kind of fault: what is wrong, where, what to do. One module per subject."""

from typing import Final

from spreiding.ui.fouten import (
    afname,
    bestanden,
    bronbestanden,
    catalogus,
    gebruik,
    huisvesting,
    inwoners,
    kosten,
    kwaliteit,
    leerboek,
    meerjaren,
    normen,
    normformulier,
    ophalen,
    regio,
    reistijden,
    vestigingen,
    vragen,
    wegen,
    zoekvragen,
)

_SUBJECTS: Final = (
    afname,
    bestanden,
    bronbestanden,
    catalogus,
    gebruik,
    huisvesting,
    inwoners,
    kosten,
    kwaliteit,
    leerboek,
    meerjaren,
    normen,
    normformulier,
    ophalen,
    regio,
    reistijden,
    vestigingen,
    vragen,
    wegen,
    zoekvragen,
)

FOUTEN: Final[dict[str, str]] = {kind: text for subject in _SUBJECTS for kind, text in subject.FOUTEN.items()}
