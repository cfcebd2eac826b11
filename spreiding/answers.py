"""Answers for machines: evaluations and plans as plain dictionaries, without NaN or Infinity."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from spreiding import __version__
from spreiding.accessibility import Reach
from spreiding.catalogue import Catalogue
from spreiding.costs import Kostenraming, UnknownCost
from spreiding.equity import Fairness
from spreiding.evaluation import Evaluation
from spreiding.fields import place_names
from spreiding.norms import Norm
from spreiding.quality import Quality
from spreiding.region import Manifest, Region
from spreiding.scenario import Scenario
from spreiding.ui.kolommen import file_remarks
from spreiding.ui.kwaliteit import findings
from spreiding.ui.peiljaar import projection_line
from spreiding.ui.teksten import unknown_cost_sentence

Answer = dict[str, Any]


def number(value: float | Decimal | None, digits: int) -> float | int | None:
    """Round to `digits`; whole numbers become int, what is not finite or unknown becomes None."""
    if value is None or not math.isfinite(value):
        return None
    rounded = round(float(value), digits)
    return int(rounded) if rounded.is_integer() and digits == 0 else rounded


def evaluation_answer(region: Region, scenario: Scenario | None, evaluation: Evaluation) -> Answer:
    """Return an evaluation as one object: totals, and the same per gemeente, per kern and for the buitengebied."""
    kostenraming = evaluation.kostenraming
    sentence = cost_sentences(region)
    gemeenten = [
        {"gemeentecode": gemeente.code, "naam": gemeente.name, "n_vestigingen": n_open}
        | _reach_answer(reach)
        | _cost_answer(kostenraming.of_gemeente(gemeente.code), reach.inwoners, sentence)
        for gemeente, reach, n_open in zip(
            region.gemeenten, evaluation.gemeenten, evaluation.n_open_per_gemeente, strict=True
        )
    ]
    return {
        **header(region),
        "scenario": None if scenario is None else scenario.name,
        "norm": norm_answer(evaluation.norm),
        "n_vestigingen": evaluation.n_open,
        **_reach_answer(evaluation.total),
        "inwoners_met_vestiging_in_eigen_kern": number(evaluation.inwoners_with_own_branch, 0),
        **_cost_answer(kostenraming, evaluation.total.inwoners, sentence),
        "eerlijkheid": fairness_answer(evaluation.fairness),
        "vestigingen": branches_answer(region, evaluation),
        "gemeenten": gemeenten,
        "kernen": [
            {"id": kern.id, "naam": kern.name, "gemeentecode": kern.gemeente} | _reach_answer(reach)
            for kern, reach in zip(region.kernen, evaluation.kernen, strict=True)
        ],
        # Without kernen nobody knows who lives outside them.
        "buitengebied": _reach_answer(evaluation.buitengebied) if region.kernen else None,
        "fingerprint": evaluation.fingerprint,
    }


def region_answer(folder: Path, manifest: Manifest) -> Answer:
    """Return what was built and where, with what was noticed in its files as sentences."""
    plain = manifest.model_dump(mode="json", by_alias=True)
    return {"map": str(folder), **plain, "opmerkingen": file_remarks(manifest.remarks)}


def quality_answer(quality: Quality) -> Answer:
    """Return a quality report as one object, with what each finding means."""
    lines = [
        {
            "onderwerp": line.subject,
            "cijfer": line.figure,
            "oordeel": line.verdict,
            "betekenis": line.meaning,
            "advies": line.advice or None,
        }
        for line in findings(quality)
    ]
    return {**_rounded(quality.model_dump(mode="json", by_alias=True)), "bevindingen": lines}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Round every number in a JSON value to what can be meant: grams of a person and millimetres mean nothing."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def branches_answer(region: Region, evaluation: Evaluation) -> list[Answer]:
    """Return the open branches of a plan, one object each, with the persons for whom each is the nearest."""
    return [
        {
            "id": site_id,
            "naam": region.sites[region.site_index[site_id]].name,
            "klasse": None if option.type is None else option.type.value,
            "huisvesting": None if option.huisvesting is None else option.huisvesting.value,
            "pakket": option.package.value,
            "open_plus": option.open_plus,
            "inwoners_dichtstbij": number(evaluation.site_inwoners[region.site_index[site_id]], 0),
        }
        for site_id, option in evaluation.plan.options
    ]


def norm_answer(norm: Norm) -> Answer:
    """Return a norm with its source and authority."""
    return {
        "naam": norm.name,
        "max_m": number(norm.max_m, 0),
        "modaliteit": norm.modality.value,
        "bron": norm.bron,
        "label": norm.label.value,
    }


def fairness_answer(fairness: Fairness) -> Answer:
    """Return how the distances are shared; who has no route is in none of these measures."""
    return {
        "verste_10_procent_km": number(fairness.worst_tenth_m / 1000, 3),
        "verschil_tussen_dorpen_km": number(fairness.village_gap_m / 1000, 3),
        "gini": number(fairness.gini, 4),
        "theil": number(fairness.theil, 4),
        "theil_tussen_gemeenten": number(fairness.theil_between, 4),
        "theil_binnen_gemeenten": number(fairness.theil_within, 4),
        "palma": number(fairness.palma, 3),
        "gelijkwaardige_afstand_km": number(fairness.ede_m / 1000, 3),
        "n_zonder_route": number(fairness.persons_unreachable, 0),
    }


def cost_sentences(region: Region, catalogue: Catalogue | None = None) -> Callable[[UnknownCost], str]:
    """Return a function that puts an unknown cost of `region` into words, a service by its name in `catalogue`."""
    services = {} if catalogue is None else {service.code: service.name for service in catalogue.services}
    names: Mapping[str | None, str] = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    places = place_names(region)

    def sentence(unknown: UnknownCost) -> str:
        return unknown_cost_sentence(
            unknown.reason.value,
            gemeente=names.get(unknown.gemeente),
            site=None if unknown.site_id is None else places[unknown.site_id],
            service=services.get(unknown.service, unknown.service),
        )

    return sentence


def header(region: Region) -> Answer:
    """Return what every answer begins with: which region, whether it is an example, and of which year."""
    return {
        "regio": region.manifest.name,
        "voorbeeldgegevens": region.manifest.is_example,
        "regio_fingerprint": region.manifest.fingerprint,
        "peiljaar": None if region.projection is None else region.projection.year,
        "prognosevariant": None if region.projection is None else region.projection.variant.value,
        "prognosetoelichting": projection_line(region),
        "versie": __version__,
    }


def _reach_answer(reach: Reach) -> Answer:
    return {
        "inwoners": number(reach.inwoners, 0),
        "gemiddelde_afstand_km": number(reach.mean_m / 1000, 3),
        "mediaan_afstand_km": number(reach.median_m / 1000, 3),
        "p90_afstand_km": number(reach.p90_m / 1000, 3),
        "gemiddelde_reistijd_min": number(reach.mean_min, 2),
        "inwoners_binnen_norm": number(reach.inwoners_within, 0),
        "aandeel_binnen_norm": number(reach.share_within, 6),
        "n_onbereikbaar": number(reach.inwoners_unreachable, 0),
    }


def _cost_answer(kostenraming: Kostenraming, inwoners: float, sentence: Callable[[UnknownCost], str]) -> Answer:
    total = kostenraming.total_eur
    per_inwoner = None if total is None or inwoners <= 0 else float(total) / inwoners
    # Per inwoner means nothing while part of the amount is unknown but all inhabitants are counted.
    return {
        "kosten_eur_per_jaar": number(total, 2),
        "kosten_vestigingen_eur_per_jaar": number(kostenraming.branches_eur, 2),
        "kosten_inwoners_eur_per_jaar": number(kostenraming.inwoners_eur, 2),
        "kosten_eur_per_inwoner": None if kostenraming.unknown else number(per_inwoner, 2),
        "kosten_onvolledig": [sentence(unknown) for unknown in kostenraming.unknown],
    }
