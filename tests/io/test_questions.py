"""A question in a TOML file: read, with every fault named in one round, and written back."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.demand import Gemeente
from spreiding.domain import Huisvesting, Kernfunctie, Modality, Option, Vestigingstype
from spreiding.errors import InputError, InputErrors, QuestionError, SpreidingError
from spreiding.io.questions import Names, format_question, parse_question, read_question
from spreiding.normenkader import with_ages
from spreiding.norms import Confirmations, CountNorm, Label, Predicate, ReachNorm
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question, Weighing
from spreiding.review import preset_normen
from spreiding.transitions import Closing, Transitions
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.ui.teksten import sentence
from spreiding.workflow import DATA

NAMES = Names(
    (Gemeente(code="GM1731", name="Midden-Drenthe"), Gemeente(code="GM1690", name="De Wolden")), preset_normen()
)
LEAST = 'goals = ["bereik"]\nmax_changes = 1\n'


def parse(text: str) -> Question:
    return parse_question(text.encode(), NAMES, name="vraag.toml").build()


def faults_of(read: Callable[[], Any]) -> list[SpreidingError]:
    """All faults that a file is refused for, each with a sentence that can be filled in."""
    with pytest.raises(SpreidingError) as refused:
        read()
    found: list[SpreidingError] = [refused.value]
    if isinstance(refused.value, InputErrors):
        found = [*refused.value.errors]
    assert all(sentence(fault) for fault in found)
    return found


def test_a_gemeente_is_called_by_its_name_or_its_code_in_any_case() -> None:
    question = parse(
        LEAST
        + 'free_gemeenten = ["midden-drenthe", "GM1690"]\n'
        + '[largest]\n"De Wolden" = "klein"\n[[budgets]]\ngemeenten = ["Midden-Drenthe"]\neur_per_year = "1500.50"\n'
    )
    assert question.free_gemeenten == frozenset({"GM1731", "GM1690"})
    assert question.largest == {"GM1690": Vestigingstype.KLEIN}
    assert question.budgets == (Budget(gemeenten=frozenset({"GM1731"}), eur_per_year=Decimal("1500.50")),)


def test_a_norm_to_begin_with_is_called_by_its_name_and_changed_where_the_file_says_so() -> None:
    question = parse(LEAST + '[[norms]]\npreset = "redelijke-afstand-over-de-weg"\nshare = 0.5\nprice = 2\n')
    (asked,) = question.norms
    preset = preset_normen().find("redelijke-afstand-over-de-weg")
    assert preset is not None
    assert asked.norm == preset.model_copy(update={"share": 0.5})
    assert asked.price == 2


def test_a_group_of_the_file_takes_the_place_of_one_of_the_same_name() -> None:
    question = parse(
        LEAST + '[[groups]]\nname = "kinderen"\nmodality = "lopen"\n[[groups]]\nname = "b"\nmodality = "auto"'
    )
    assert len(question.groups) == len(DEFAULT_GROUPS) + 1
    assert question.groups[0] == TravelGroup(name="kinderen", modality=Modality.LOPEN)
    assert question.groups[1:-1] == DEFAULT_GROUPS[1:]


def test_every_fault_of_every_field_is_named_in_one_round() -> None:
    faults = faults_of(
        lambda: parse(
            'goals = ["bereik", "alles"]\nmin_share = "veel"\nfree_gemeenten = ["Lutjebroek"]\nkleur = 3\n'
            '[[norms]]\npreset = "droom"\n[[norms]]\nkind = "aantal"\nname = "Eén"\nlabel = "wet"\n'
            '[[groups]]\nname = "weg"\nmodality = "vliegtuig"\n[harm]\nmax_m = -3\n'
            '[transitions]\nprice_year = 2025\nafbouw_months = 1\nwrite_off_years = 1\nwrite_off_rate = "0.02"\n'
            '[transitions.closing.klein]\nfriction_months = 1\nfriction_eur = "2"\n'
        )
    )
    assert sorted((fault.kind, str(fault.data.get("field", fault.data.get("norm")))) for fault in faults) == [
        ("norm_field_missing", "bron"),
        ("question_bad_value", "goals.nr. 2"),
        ("question_bad_value", "groups.nr. 1.modality"),
        ("question_bad_value", "min_share"),
        ("question_field_unknown", "kleur"),
        ("question_out_of_bounds", "harm.max_m"),
        ("question_unknown_gemeente", "free_gemeenten"),
        ("question_unknown_norm", "droom"),
        ("years_friction_twice", "transitions.closing.klein"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("goals = [", "bad_question_file"),
        ("goals = []", "no_goals"),
        ("", "question_field_missing"),
        ('goals = ["bereik"]', "question_needs_budget"),
        ('goals = ["kosten"]', "question_needs_share"),
        ('goals = ["bereik", "bereik"]\nmax_changes = 1', "double_goal"),
        (LEAST + 'open_sites = ["a"]\nclosed_sites = ["a"]', "open_and_closed"),
        (
            LEAST + 'free_gemeenten = ["GM1731"]\n[[budgets]]\ngemeenten = ["GM1690"]\neur_per_year = 5',
            "budget_outside",
        ),
        (LEAST + "[[budgets]]\neur_per_year = -5", "bad_budget"),
        (LEAST + "[[budgets]]\neur_per_year = nan", "bad_budget"),
        (LEAST + "[[budgets]]\neur_once = 5", "once_needs_transitions"),
        (LEAST + "[harm]\n", "harm_metres_or_minutes"),
        ('goals = ["verste"]\nmax_changes = 1\nlargest_price = 3.0', "price_needs_sum"),
        (LEAST + "norms = 3", "question_bad_value"),
        (LEAST + 2 * "[[groups]]\nname = 'a'\nmodality = 'auto'\n", "norm_double_group_name"),
        (LEAST + "[[groups]]\nname = 'a'\nmodality = 'auto'\nshares = { GM1731 = 0.5 }", "norm_share_without_bron"),
    ],
)
def test_what_a_question_may_not_ask_is_one_fault_with_a_sentence(text: str, kind: str) -> None:
    assert [fault.kind for fault in faults_of(lambda: parse(text))] == [kind]


def test_a_question_is_not_called_incomplete_for_what_could_not_be_read() -> None:
    # The norm is what this question asks for; that it has a fault is the only fault.
    kinds = [fault.kind for fault in faults_of(lambda: parse('goals = ["kosten"]\n[[norms]]\npreset = "droom"'))]
    assert kinds == ["question_unknown_norm"]


def test_what_is_given_elsewhere_goes_before_the_file() -> None:
    draft = parse_question(LEAST.encode(), NAMES, name="vraag.toml").given({"max_changes": 4})
    assert draft.build().max_changes == 4


def test_a_file_that_is_not_there_is_named() -> None:
    (fault,) = faults_of(lambda: read_question(Path("nergens.toml"), NAMES))
    assert fault.kind == "file_not_found"


def test_the_example_file_uses_what_it_explains_and_is_read_back() -> None:
    question = read_question(DATA / "uitgangspunten" / "vraag-voorbeeld.toml", NAMES).build()
    assert question.goals == (Goal.DISTANCE, Goal.COST)
    assert [asked.price for asked in question.norms] == [None, 2000.0, None]
    assert parse(format_question(question)) == question


def test_the_commented_parts_of_the_example_file_can_be_used_as_they_stand() -> None:
    lines = (DATA / "uitgangspunten" / "vraag-voorbeeld.toml").read_text(encoding="utf-8").splitlines()
    # What is an example stands two spaces further in than what explains it.
    parts = [line.removeprefix("#   ") for line in lines if line.startswith("#   ")]
    assert len(parts) > 15
    loose, tables = [line for line in parts if line.startswith("largest_price")], parts[1:]
    question = parse("\n".join([LEAST, *loose, *tables]))
    assert question.minimum_catchment == {Vestigingstype.KLEIN: 1500}
    assert question.allowed["bibliotheek-smilde"] == (Option(type=Vestigingstype.KLEIN, huisvesting=Huisvesting.MFA),)
    assert question.confirmations.is_all
    assert question.transitions is not None


# --- there and back ---

CODES = st.frozensets(st.sampled_from(["GM1731", "GM1690"]), min_size=1)
SITES = st.frozensets(st.sampled_from(["a", "b"]))
EUR = st.decimals(0, 10**7, places=2)
NORMS: st.SearchStrategy[AskedNorm] = st.builds(
    AskedNorm,
    norm=st.builds(
        CountNorm,
        name=st.just("een"),
        bron=st.just("b"),
        label=st.sampled_from(Label),
        minimum=st.integers(1, 5),
        predicate=st.builds(Predicate, kernfuncties=st.frozensets(st.sampled_from(Kernfunctie))),
    )
    | st.builds(
        ReachNorm,
        name=st.just("twee"),
        bron=st.just("b"),
        label=st.sampled_from(Label),
        share=st.floats(0.1, 1),
        max_m=st.floats(1, 1e5),
    ),
    price=st.none() | st.floats(0.5, 1e4),
)
OWN_GROUPS = st.lists(
    st.builds(TravelGroup, name=st.sampled_from(["kinderen", "eigen"]), modality=st.sampled_from(Modality)),
    max_size=2,
    unique_by=lambda group: group.name,
)
TRANSITIONS = st.builds(
    Transitions,
    price_year=st.just(2025),
    afbouw_months=st.integers(0, 24),
    write_off_years=st.integers(1, 40),
    write_off_rate=st.just(Decimal("0.02")),
    opening_eur=st.dictionaries(st.sampled_from(Vestigingstype), EUR.map(str)),
    closing_at=st.dictionaries(st.sampled_from(["a", "b"]), st.builds(Closing, write_off_eur=st.just("12.50"))),
)
OPTIONS = st.builds(Option, type=st.sampled_from(Vestigingstype)).map(lambda option: (option,))
QUESTIONS = st.builds(
    Question,
    goals=st.lists(st.sampled_from([Goal.COVERAGE, Goal.DISTANCE]), min_size=1, unique=True).map(tuple),
    free_gemeenten=st.none() | st.just(frozenset({"GM1731", "GM1690"})),
    budgets=st.lists(st.builds(Budget, gemeenten=st.none() | CODES, eur_per_year=EUR), min_size=1, max_size=2).map(
        tuple
    ),
    min_share=st.none() | st.floats(0, 1),
    norms=st.lists(NORMS, max_size=2, unique_by=lambda asked: asked.norm.name).map(tuple),
    groups=OWN_GROUPS.map(with_ages),
    confirmations=st.builds(Confirmations, is_all=st.booleans(), sites=SITES),
    open_sites=SITES,
    allowed=st.dictionaries(st.sampled_from(["a", "b"]), OPTIONS),
    max_changes=st.none() | st.integers(0, 9),
    keep_largest=st.booleans(),
    largest=st.dictionaries(st.sampled_from(["GM1731"]), st.sampled_from(Vestigingstype)),
    largest_price=st.none() | st.floats(1, 100),
    minimum_catchment=st.dictionaries(st.sampled_from(Vestigingstype), st.integers(1, 5000)),
    harm=st.none() | st.builds(Harm, max_m=st.floats(0, 1e5), modality=st.sampled_from(Modality)),
    transitions=st.none() | TRANSITIONS,
    weighing=st.builds(
        Weighing, functions=st.dictionaries(st.sampled_from(Kernfunctie), st.floats(0, 1)), cutoff_m=st.floats(1, 1e5)
    ),
)


@settings(max_examples=100)
@given(QUESTIONS)
def test_a_question_that_is_written_is_read_back_as_it_was(question: Question) -> None:
    assert parse(format_question(question)) == question


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.booleans()
    | st.integers(-5, 5)
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(["GM1731", "klein", "bereik"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=4), parts, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*Question.model_fields, "kleur"]), ANYTHING, max_size=6))
def test_whatever_stands_in_the_fields_is_a_question_or_a_fault_with_a_sentence(data: dict[str, Any]) -> None:
    try:
        parse(tomli_w.dumps({"goals": ["bereik"], **data}))
    except InputErrors as error:
        told = [sentence(fault) for fault in error.errors]
    except (InputError, QuestionError) as error:
        told = [sentence(error)]
    else:
        told = []
    assert all(len(text) < 500 for text in told)


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_question_or_a_fault(content: bytes) -> None:
    # Whatever else is raised is our own fault, and fails.
    with suppress(SpreidingError):
        parse_question(content, NAMES, name="x.toml").build()
