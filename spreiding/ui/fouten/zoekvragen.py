"""Faults of a question to the optimiser, in a file or on the command line."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_question_file": (
        "Het vraagbestand {file} is geen leesbare TOML ({reason}); begin met het voorbeeld vraag-voorbeeld.toml of met "
        "een vraag die u downloadt."
    ),
    "question_field_missing": "In de vraag in {file} ontbreekt '{field}'; vul dat in.",
    "question_field_unknown": (
        "De vraag in {file} heeft een veld dat niet bestaat: '{field}'; verwijder het of verbeter de naam."
    ),
    "question_out_of_bounds": "In de vraag in {file} is '{field}' {value}, maar het moet {bound} zijn; verbeter dat.",
    "question_bad_value": (
        "In de vraag in {file} past '{value}' niet bij '{field}' (verwacht: {known}); verbeter die waarde."
    ),
    "question_unknown_gemeente": (
        "In de vraag in {file} staat bij '{field}' de gemeente '{gemeente}', maar die ligt niet in deze regio; kies "
        "uit {known}."
    ),
    "question_unknown_norm": (
        "De vraag in {file} noemt de norm '{norm}', maar die is er niet; kies uit {known}, of schrijf de norm voluit."
    ),
    "unknown_goal": "Het doel '{value}' bestaat niet; kies uit {known}.",
    "unknown_class": "De klasse '{value}' bestaat niet; kies uit {known}.",
    "option_needs_pair": "{option} is niet te lezen: '{value}'; schrijf het als {example}.",
    "double_budget": "Voor {gemeente} staan er twee budgetten; noem er een.",
    "double_largest": "Voor {gemeente} staat er twee keer een grootste klasse; noem er een.",
    "largest_contradiction": (
        "Een grootste klasse en geen grootste klasse gaan niet samen; laat --grootste of --zonder-grootste weg."
    ),
}
