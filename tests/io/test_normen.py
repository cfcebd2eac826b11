"""A normenkader from a file and back, the norms to begin with, and which of them are asked for."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from spreiding.domain import Huisvesting, KbType, Kernfunctie, Modality, Service, Vestigingstype, Voorzieningsvorm
from spreiding.errors import SpreidingError
from spreiding.io.normen import format_normenkader, parse_normenkader, read_normenkader
from spreiding.judging.check import check_normenkader
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, Area, CountNorm, Label, OwnWay, Predicate
from spreiding.review import find_normen, preset_normen
from spreiding.supply import slug
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.ui.fouten.normen import FOUTEN
from spreiding.ui.teksten import sentence
from spreiding.workflow import DATA, default_uitgangspunten
from tests.io.bad_files import NORMEN, norm_with
from tests.io.files import faults_of, kinds_of
from tests.judging.worlds import with_ages
from tests.worlds import line_roads, make_region, make_site

# These faults are of norms that cannot be tested in a region: see tests/judging/test_check.py.
OF_A_REGION = {
    *("norm_unknown_group", "norm_group_without_ages", "norm_group_without_share"),
    *("norm_people_twice", "norm_without_network", "norm_counts_nothing", "norm_asks_of_branches"),
    *("norm_classes_contradict", "norm_hours_contradict", "norm_unknown_definition"),
}
# And these of what somebody asks for, below.
OF_A_QUESTION = {"unknown_norm", "norm_asked_twice", "unknown_confirmed_site"}


def parse(text: str) -> Normenkader:
    return parse_normenkader(text.encode(), name="n.toml")


# --- faults ---


def test_every_fault_of_norms_is_raised_by_some_test() -> None:
    assert {bad.kind for bad in NORMEN} | OF_A_REGION | OF_A_QUESTION == set(FOUTEN)


def test_all_faults_of_all_norms_come_together_and_nothing_else() -> None:
    one = "kind='bereik'\nshare=90\nmax_m='ver'\nkleur='rood'"
    more = "[[norms]]\nkind='kern'\nlabel='beleid'\nbron=' '\nmin_inwoners=-1\n[[groups]]\nname=''\nmodality='auto'\n"
    found = faults_of(lambda: parse("versie=2\n" + norm_with(one, more=more)))
    assert [(fault.kind, fault.data.get("norm"), fault.data["field"]) for fault in found if "norm" in fault.data] == [
        ("norm_share_out_of_bounds", "Eén", "share"),
        ("norm_unusable_value", "Eén", "max_m"),
        ("norm_field_unknown", "Eén", "kleur"),
        ("norm_field_missing", "nr. 2", "name"),
        ("norm_field_empty", "nr. 2", "bron"),
        ("norm_out_of_bounds", "nr. 2", "min_inwoners"),
    ]
    # A norm that cannot be read is no norm that is missing.
    assert [(fault.kind, fault.data["field"]) for fault in found if "norm" not in fault.data] == [
        ("norm_group_field", "name"),
        ("normen_file_field", "versie"),
    ]


def test_a_value_of_a_page_is_told_in_a_line() -> None:
    (fault,) = faults_of(lambda: parse(norm_with(f"kind='aantal'\nminimum=-{'9' * 4000}")))
    assert len(sentence(fault)) < 200
    (fault,) = faults_of(lambda: parse(norm_with(f"kind='bereik'\nmax_m=1\nshare='{'x' * 4000}'")))
    assert len(sentence(fault)) < 200


def test_a_file_that_is_not_there_is_named() -> None:
    assert kinds_of(lambda: read_normenkader(Path("nergens.toml"))) == ["file_not_found"]
    assert kinds_of(lambda: read_normenkader(DATA)) == ["file_not_found"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_normenkader(b"\xef\xbb\xbf" + norm_with().encode(), name="n.toml") == parse(norm_with())


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_norms_or_a_fault(content: bytes) -> None:
    # Whatever else is raised is our own fault, and fails.
    with suppress(SpreidingError):
        assert parse_normenkader(content, name="n.toml").norms


# --- there and back ---

NAMES = st.text(min_size=1, max_size=30).map(str.strip).filter(bool)
SHARES = st.floats(0.001, 1)
METRES = st.floats(0.001, 1e6) | st.integers(1, 10**6).map(float)
SETS: Any = {
    "kernfuncties": st.frozensets(st.sampled_from(Kernfunctie)),
    "kb_types": st.frozensets(st.sampled_from(KbType)),
    "huisvesting": st.frozensets(st.sampled_from(Huisvesting)),
    "services": st.frozensets(st.sampled_from(Service)),
    "forms": st.frozensets(st.sampled_from(Voorzieningsvorm)),
}
PREDICATES = st.builds(
    Predicate,
    minimum_type=st.none() | st.sampled_from(Vestigingstype),
    maximum_type=st.none() | st.sampled_from(Vestigingstype),
    minimum_n_kernfuncties=st.integers(0, 5),
    minimum_staffed_hours=st.none() | st.floats(0, 168),
    kb_definition=st.text(max_size=10),
    open_plus=st.none() | st.booleans(),
    counts_branches=st.booleans(),
    **SETS,
)
SOURCED: Any = {"name": NAMES, "bron": NAMES, "label": st.sampled_from(Label), "explanation": st.text(max_size=50)}
REACHING: Any = SOURCED | {
    "share": SHARES,
    "groups": st.lists(NAMES, unique=True, max_size=3).map(tuple),
    "modality": st.sampled_from([*Modality, *OwnWay]),
    "area": st.sampled_from(Area),
    "counts_neighbours": st.booleans(),
}


def made(kind: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:  # noqa: ANN401 - strategies of fields
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


NORMS = st.one_of(
    made("bereik", **REACHING, max_m=METRES, predicate=PREDICATES),
    made("bereik", **REACHING, max_minutes=st.floats(0.001, 1e4), predicate=PREDICATES),
    made("kernfuncties", **REACHING, max_m=st.dictionaries(st.sampled_from(Kernfunctie), METRES, min_size=1)),
    made("kernfuncties", **REACHING, max_m=st.just({1: 500.0}), forms=SETS["forms"]),
    made("uren", **REACHING, max_m=METRES, minimum_hours=st.floats(0.1, 1e3), counts_unstaffed=st.booleans()),
    made("uren", **REACHING, max_m=METRES, minimum_hours=st.floats(0.1, 1e3), forms=SETS["forms"]),
    made("aantal", **SOURCED, minimum=st.integers(1, 10**9), predicate=PREDICATES),
    made("kern", **SOURCED, min_inwoners=st.floats(0, 1e4), beyond_m=st.none() | METRES, beyond=PREDICATES),
    made("kern", **SOURCED, max_inwoners=st.floats(1, 1e4), predicate=PREDICATES),
    made("iedere", **SOURCED, of=PREDICATES, predicate=PREDICATES),
    made("scholen", **SOURCED, is_only_ikc=st.booleans()),
).map(TypeAdapter(AnyNorm).validate_python)
GROUPS = st.builds(
    TravelGroup,
    name=NAMES,
    age_group=st.sampled_from([None, "0_15", "65_plus"]),
    modality=st.sampled_from(Modality),
    share=st.none() | SHARES,
    shares=st.dictionaries(NAMES, st.floats(0, 1), max_size=3),
    bron=NAMES,
)
KADERS = st.builds(
    Normenkader,
    name=NAMES,
    norms=st.lists(NORMS, min_size=1, max_size=4, unique_by=lambda norm: slug(norm.name)).map(tuple),
    groups=st.lists(GROUPS, max_size=3, unique_by=lambda group: group.name).map(tuple),
)


@settings(max_examples=150)
@given(KADERS)
def test_what_is_written_is_read_back_the_same(kader: Normenkader) -> None:
    text = format_normenkader(kader)
    assert parse(text) == kader
    assert format_normenkader(parse(text)) == text


def test_the_norms_to_begin_with_are_read_back_the_same() -> None:
    assert parse(format_normenkader(preset_normen())) == preset_normen()


def test_the_text_of_a_normenkader_is_the_same_in_every_process() -> None:
    script = (
        "from spreiding.io.normen import format_normenkader\n"
        "from spreiding.normenkader import Normenkader\n"
        "from spreiding.norms import CountNorm, Predicate\n"
        "p = Predicate(forms=['bibliobus', 'ido-punt', 'afhaalpunt'], services=['ido', 'taalhuis'])\n"
        "n = CountNorm(name='n', bron='b', label='beleid', predicate=p)\n"
        "print(format_normenkader(Normenkader(name='k', norms=(n,))))"
    )
    texts = {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in range(4)
    }
    assert len(texts) == 1


# --- the norms to begin with ---


@pytest.mark.parametrize("norm", preset_normen().norms, ids=lambda norm: slug(norm.name))
def test_every_norm_to_begin_with_has_its_source_and_explains_itself(norm: AnyNorm) -> None:
    assert norm.bron.strip()
    assert norm.explanation.strip().endswith(".")
    if "igen keuze" in norm.bron[:12]:
        assert norm.label is Label.EIGEN_KEUZE


def test_no_text_says_that_anything_satisfies_the_law() -> None:
    path = DATA / "uitgangspunten" / "normen.toml"
    texts = [path.read_text(encoding="utf-8"), *FOUTEN.values()]
    said = " ".join(" ".join(texts).lower().replace("geen scherm zegt dat een plan aan de wet voldoet", "").split())
    assert "voldoet aan de wet" not in said
    assert "aan de wet voldoet" not in said


def test_the_norms_to_begin_with_hold_what_the_sources_state() -> None:
    # ontwerp: 15 hours (CBS, VOB) and more than 15 (SPUK) by their definitions, 5,000 inwoners and 7 km (Overijssel
    # 2012), about 16 minutes by bicycle (BiebPanel), three and five kernfuncties (000 §5.3).
    by_kind: dict[str, list[AnyNorm]] = {}
    for norm in preset_normen().norms:
        by_kind.setdefault(norm.kind, []).append(norm)
    assert set(by_kind) == {"bereik", "kernfuncties", "uren", "aantal", "kern", "iedere", "scholen"}
    kernen = [norm for norm in preset_normen().norms if norm.kind == "kern"]
    assert (kernen[0].min_inwoners, kernen[1].max_inwoners, kernen[1].beyond_m) == (5000, 5000, 7000)
    minutes = [norm.max_minutes for norm in preset_normen().norms if norm.kind == "bereik" and norm.max_minutes]
    assert 16 in minutes
    definitions = {
        norm.predicate.kb_definition
        for norm in preset_normen().norms
        if norm.kind == "aantal" and norm.predicate.kb_types
    }
    assert definitions == {"CBS en VOB", "SPUK"}


def test_the_norms_to_begin_with_can_be_tested_with_the_assumptions_to_begin_with() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("bieb", 0.0)])
    check_normenkader(preset_normen(), with_ages(region, [(2, 2, 2, 2, 2)]), default_uitgangspunten())


# --- which are asked for ---


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_a_question_all_norms_to_begin_with_are_meant() -> None:
    assert find_normen([]) == preset_normen()


def test_norms_are_found_by_their_name_and_in_files(tmp_path: Path) -> None:
    name = preset_normen().norms[0].name
    mine = write(tmp_path / "mijn.toml", norm_with())
    found = find_normen([slug(name), mine])
    assert [norm.name for norm in found.norms] == [name, "Eén"]


def test_a_norm_that_is_not_there_is_refused_with_those_that_are() -> None:
    (fault,) = faults_of(lambda: find_normen(["de-wet"]))
    assert fault.kind == "unknown_norm"
    assert "kies uit volwaardige-bibliotheekvoorziening" in sentence(fault)
    assert kinds_of(lambda: find_normen(["nergens.toml"])) == ["file_not_found"]


def test_what_is_asked_for_twice_counts_once(tmp_path: Path) -> None:
    name = preset_normen().norms[0].name
    assert len(find_normen([slug(name), name]).norms) == 1
    group = "[[groups]]\nname='vrouwen'\nmodality='auto'\nshare=0.5\n"
    one, other = (write(tmp_path / f"{k}.toml", norm_with(more=group).replace("Eén", k)) for k in ("a", "b"))
    found = find_normen([one, other])
    assert ([norm.name for norm in found.norms], len(found.own_groups)) == (["a", "b"], 1)


def test_other_norms_or_groups_of_one_name_are_refused(tmp_path: Path) -> None:
    group = "[[groups]]\nname='vrouwen'\nmodality='auto'\nshare={}\n"
    one = write(tmp_path / "a.toml", norm_with("kind='aantal'", more=group.format(0.5)))
    other = write(tmp_path / "b.toml", norm_with("kind='scholen'", more=group.format(0.6)))
    found = faults_of(lambda: find_normen([one, other]))
    assert [(fault.kind, fault.data["name"]) for fault in found] == [
        ("norm_asked_twice", "een"),
        ("norm_asked_twice", "vrouwen"),
    ]
    assert "a.toml" in sentence(found[0])


# --- a normenkader by itself ---


def test_a_group_of_the_user_takes_the_place_of_that_of_its_name() -> None:
    slow = DEFAULT_GROUPS[0].model_copy(update={"modality": Modality.LOPEN})
    own = TravelGroup(name="laaggeletterd", modality=Modality.FIETS, share=0.1)
    norm = CountNorm(name="n", bron="b", label=Label.BELEID)
    kader = Normenkader(name="k", norms=(norm,), groups=(own, slow))
    assert kader.groups == (slow, *DEFAULT_GROUPS[1:], own)
    assert kader.find("n") is norm
    assert kader.find("m") is None


def test_a_norm_without_a_source_cannot_be_made_in_code_either() -> None:
    for bron in ("", "   ", "\n\t"):
        with pytest.raises(ValidationError, match="bron"):
            CountNorm(name="n", bron=bron, label=Label.BELEID)
