"""Every sentence for people is whole, filled in, and tells what to do."""

import string
from importlib import import_module
from pkgutil import iter_modules

import pytest

from spreiding.errors import InputError, InputErrors, QuestionError
from spreiding.ui import fouten
from spreiding.ui.fouten import FOUTEN
from spreiding.ui.teksten import MAX_LISTED, sentence


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("kind", sorted(FOUTEN))
def test_a_fault_is_told_in_one_or_two_whole_sentences(kind: str) -> None:
    text = sentence(InputError(kind, **dict.fromkeys(fields(FOUTEN[kind]), "X")))
    assert text[0].isupper() or text.startswith("X")
    assert text.endswith(".")
    assert "\n" not in text
    assert "  " not in text
    assert len(text) <= 400


@pytest.mark.parametrize("kind", sorted(FOUTEN))
def test_a_fault_says_what_to_do(kind: str) -> None:
    # The advice stands behind a semicolon, a colon or the first full stop; a bare statement has neither.
    statement, *advice = FOUTEN[kind].replace(". ", ";").replace(": ", ";").split(";")
    assert statement
    assert advice


def test_several_faults_of_one_input_are_told_together_one_line_each() -> None:
    first, second = (InputError("file_not_found", file=name) for name in ("a.gpkg", "b.gpkg"))
    lines = sentence(InputErrors([first, second])).splitlines()
    assert len(lines) == 2
    assert "a.gpkg" in lines[0]
    assert "b.gpkg" in lines[1]


def test_a_value_of_a_user_is_shown_as_it_is_and_never_read_as_a_template() -> None:
    assert "{naam}%s" in sentence(InputError("file_not_found", file="{naam}%s"))


def test_a_question_that_is_not_well_formed_has_a_sentence_like_any_other_fault() -> None:
    kind = next(iter(FOUTEN))
    data = dict.fromkeys(fields(FOUTEN[kind]), "X")
    assert sentence(QuestionError(kind, **data)) == sentence(InputError(kind, **data))


def test_a_long_list_of_faults_ends_with_how_many_more_there_are() -> None:
    faults = [InputError("file_not_found", file=f"{number}.csv") for number in range(MAX_LISTED + 5)]
    lines = sentence(InputErrors(faults)).splitlines()
    assert len(lines) == MAX_LISTED + 1
    assert "nog 5 fouten" in lines[-1]


def test_each_kind_of_fault_is_told_in_one_place_only() -> None:
    modules = (import_module(f"spreiding.ui.fouten.{module.name}") for module in iter_modules(fouten.__path__))
    kinds = [kind for module in modules for kind in module.FOUTEN]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(FOUTEN)
