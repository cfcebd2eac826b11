"""The command `optimaliseer`: what may be asked, what it answers, and what it refuses."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from spreiding import cli, planning, workflow
from spreiding.domain import Modality
from spreiding.errors import SolverError
from spreiding.optimise.question import Budget, Goal, Harm, Question
from spreiding.planning import Answered
from spreiding.ui import plan_words
from tests.test_cli import answer, run

HERE = ("optimaliseer", "--gemeente", "Midden-Drenthe")
# What the branches of Midden-Drenthe cost today (test_voorbeeld_scenarios) [€ per year].
TODAY_EUR = 157_253


class AskedError(BaseException):
    """Carries the question out of the command, past the net in which every `Exception` ends."""


def asking(*arguments: str) -> Question:
    """Return the question that a command line comes to, without searching."""

    def keep(_region: object, _assumed: object, question: Question, **_: object) -> Answered:
        raise AskedError(question)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "ask", keep)
        with pytest.raises(AskedError) as found:
            cli._run(["optimaliseer", *arguments])  # noqa: SLF001 - main() around it only exits
    question = found.value.args[0]
    assert isinstance(question, Question)
    return question


def amounts(question: Question) -> set[tuple[str, Decimal | None]]:
    """Code of each gemeente with its budget."""
    return {(code, budget.eur_per_year) for budget in question.budgets for code in budget.gemeenten or ()}


# --- the question ---


def test_without_anything_every_gemeente_with_tariffs_keeps_its_own_budget() -> None:
    question = asking()
    assert question.goals == (Goal.COVERAGE,)
    assert question.free_gemeenten is None
    assert len(question.budgets) == 9
    assert len(amounts(question)) == 9


def test_one_amount_is_for_all_chosen_gemeenten_together() -> None:
    question = asking("--budget", "1.322.435", "--gemeente", "De Wolden", "--gemeente", "GM1731")
    assert question.budgets == (Budget(eur_per_year=Decimal(1_322_435)),)


def test_an_amount_for_one_gemeente_leaves_the_others_what_they_spend_today() -> None:
    question = asking("--gemeente", "De Wolden", "--gemeente", "Midden-Drenthe", "--budget", "de wolden=12,50")
    assert amounts(question) == {
        ("GM1690", Decimal("12.5")),
        ("GM1731", Decimal(TODAY_EUR)),
    }


def test_a_share_without_a_goal_asks_for_the_least_cost_and_needs_no_budget() -> None:
    question = asking("--aandeel", "92,5")
    assert (question.goals, question.min_share, question.budgets) == ((Goal.COST,), 0.925, ())


def test_goals_go_in_the_order_in_which_they_are_given() -> None:
    question = asking("--doel", "verste", "--doel", "kosten", "--doel", "kolm-pollak")
    assert question.goals == (Goal.FURTHEST, Goal.COST, Goal.EQUIVALENT)


def test_every_demand_on_a_plan_can_be_typed() -> None:
    question = asking(
        *("--gemeente", "Midden-Drenthe", "--norm", "taalhuis-per-gemeente", "--open", "bibliotheek-beilen"),
        *("--dicht", "kern-elp", "--wijzigingen", "3", "--verslechtering", "2.000", "--modaliteit", "fiets"),
        *("--grootste", "Midden-Drenthe=klein", "--dichtstbijzijnde", "--afkap", "9000", "--kernen-bevestigd"),
        "--minimaal-verzorgingsgebied",
    )
    assert [(asked.norm.name, asked.price) for asked in question.norms] == [("Taalhuis per gemeente", None)]
    assert (question.open_sites, question.closed_sites) == (frozenset({"bibliotheek-beilen"}), frozenset({"kern-elp"}))
    assert question.max_changes == 3
    assert question.harm == Harm(max_m=2000, modality=Modality.FIETS)
    assert question.largest == {"GM1731": "klein"}
    assert (dict(question.weighing.functions), question.weighing.cutoff_m) == ({}, 9000)
    assert len(question.confirmations.kernen) > 0
    # As the uitgangspunten assume: 500, 3,000, 10,000 and 25,000 inwoners.
    assert sorted(question.minimum_catchment.values()) == [500, 3000, 10_000, 25_000]


def test_an_option_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "vraag.toml"
    file.write_text(
        'goals = ["verste"]\nfree_gemeenten = ["Midden-Drenthe"]\nmax_changes = 2\n[weighing]\ncutoff_m = 8000'
    )
    question = asking("--vraag", str(file), "--wijzigingen", "5", "--dichtstbijzijnde")
    assert (question.goals, question.max_changes) == ((Goal.FURTHEST,), 5)
    assert (dict(question.weighing.functions), question.weighing.cutoff_m) == ({}, 8000)
    # Its gemeente, of which nobody named a budget, keeps that of today.
    assert amounts(question) == {("GM1731", Decimal(TODAY_EUR))}
    assert asking("--vraag", str(file), "--zonder-grootste").keep_largest is False


# --- the answer ---


def test_the_answer_tells_each_goal_with_its_unit_the_budgets_and_what_branches_are_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = answer(capsys, *HERE, "--doel", "bereik", "--doel", "kosten", "--budget", "160000")
    assert [(stage["doel"], stage["eenheid"]) for stage in found["doelen"]] == [
        ("bereik", "inwoners"),
        ("kosten", "euro per jaar"),
    ]
    assert found["doelen"][0]["waarde"] == pytest.approx(found["inwoners_binnen_norm"], abs=1)
    assert found["doelen"][1]["waarde"] == found["kosten_eur_per_jaar"] <= 160_000
    assert found["budgetten"] == [{"gemeentecodes": None, "eur_per_jaar": 160_000, "eur_eenmalig": None}]
    free = [site for site in found["plan"] if site["vrij"]]
    assert {site["gemeentecode"] for site in free} == {"GM1731"}
    # Only what is larger than klein needs a reason.
    assert {site["klasse"] for site in free if site["waarvoor"]} <= {"groot", "middelgroot"}
    assert found["vraag"]["goals"] == ["bereik", "kosten"]


def test_the_text_names_the_budget_that_nobody_gave(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *HERE)
    assert code == 0
    assert "Zonder budget houdt elke gemeente het bedrag van nu: Midden-Drenthe €\u00a0157.253." in out
    assert plan_words.PROVEN in out
    assert "waarvoor: " in out
    assert "Eenmalig               telt niet mee" in out
    # Branches of the neighbours stand whatever is chosen, and are no part of the plan that is told.
    assert "Bibliotheek Roden" not in out


def test_what_must_give_can_be_typed_and_then_has_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    # Half of the inwoners within the norm for a hundred euro: no.
    share = ("--aandeel", "50", "--doel", "bereik")
    found = answer(capsys, *HERE, *share, "--budget", "100")
    assert found["status"] == "onmogelijk"
    assert [blocker["regel"] for blocker in found["blokkades"]] == ["budget"]
    (money,) = (each for each in found["versoepelingen"] if each["delen"][0]["soort"] == "geld")
    assert money["bewezen"]
    option, amount = money["opties"].split()
    assert option == "--budget"
    assert answer(capsys, *HERE, *share, option, amount)["status"] == "bewezen optimaal"
    less = str(int(amount) - 1)
    assert answer(capsys, *HERE, *share, option, less)["status"] == "onmogelijk"


def test_the_text_of_an_impossible_question_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *HERE, "--budget", "100")
    assert code == 0
    assert plan_words.IMPOSSIBLE in out
    assert "Het budget is te klein." in out
    assert "Typ dan: --budget " in out


def test_distances_are_told_per_kernfunctie_and_to_the_nearest_branch(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, *HERE, "--doel", "afstand", "--wijzigingen", "1")
    told = found["afstanden"]
    # The goal is the mean over the kernfuncties with the cut-off, so both are the same.
    assert told["gemiddeld_per_kernfunctie_afgekapt_m"] == pytest.approx(found["doelwaarde"], abs=1)
    # Who offers a function is a branch, and never nearer than the nearest of any kind; here none offers all five.
    assert told["gemiddeld_dichtstbijzijnde_m"] < told["gemiddeld_per_kernfunctie_afgekapt_m"]


# --- what is refused ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--doel", "geluk"], ["geluk", "bereik, kosten"]),
        (["--doel", "bereik", "--doel", "bereik"], ["twee keer"]),
        (["--doel", "kosten"], ["Zonder eis"]),
        (["--budget", "Midden-Drenthe"], ["--budget", "geen getal"]),
        (["--budget", "Midden-Drenthe=veel"], ["--budget Midden-Drenthe", "geen getal"]),
        (["--budget", "Midden-Drenthe=-5"], ["negatief"]),
        (["--budget", "=5"], ["schrijf het als"]),
        (["--budget", "Lutjebroek=5"], ["Lutjebroek", "kies uit"]),
        (["--budget", "5", "--budget", "6"], ["twee budgetten"]),
        (["--budget", "Assen=5", "--budget", "GM0106=6"], ["GM0106", "twee budgetten"]),
        (["--gemeente", "Meppel", "--budget", "Midden-Drenthe=5"], ["GM1731", "waar niets mag veranderen"]),
        (["--gemeente", "Assen"], ["In Assen", "de kosten zijn er onbekend"]),
        (["--wijzigingen", "-1"], ["--wijzigingen", "negatief"]),
        (["--wijzigingen", "1,5"], ["geen heel getal"]),
        (["--verslechtering", "ver"], ["--verslechtering", "geen getal"]),
        (["--afkap", "0"], ["--afkap", "te klein"]),
        (["--afkap", "200.000"], ["--afkap", "te groot"]),
        (["--tijdslimiet", "0"], ["--tijdslimiet", "te klein"]),
        (["--grootste", "klein"], ["--grootste", "schrijf het als"]),
        (["--grootste", "Assen=reusachtig"], ["reusachtig", "servicepunt"]),
        (["--grootste", "Assen=klein", "--grootste", "Assen=groot"], ["Assen", "twee keer"]),
        (["--grootste", "Assen=klein", "--zonder-grootste"], ["gaan niet samen"]),
        (["--open", "nergens"], ["nergens"]),
        (["--dicht", "nergens"], ["nergens"]),
        (["--open", "kern-elp", "--dicht", "kern-elp"], ["open en dicht tegelijk", "kern-elp"]),
        (["--norm", "droom"], ["droom", "kies uit"]),
        (["--norm", "nergens.toml"], ["nergens.toml"]),
        (["--vraag", "nergens.toml"], ["nergens.toml"]),
        (["--extra-plekken", "-1"], ["--extra-plekken", "negatief"]),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: list[str]
) -> None:
    code, out, err = run(capsys, "optimaliseer", *arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert all(word in err for word in said)


def test_all_faults_of_a_file_are_told_together_and_nothing_is_searched(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "ask", lambda *_, **__: pytest.fail("a question with faults was asked"))
    file = tmp_path / "vraag.toml"
    file.write_text('goals = ["geluk"]\nmax_changes = "veel"\nfree_gemeenten = ["Lutjebroek"]\n', encoding="utf-8")
    code, out, err = run(capsys, "optimaliseer", "--vraag", str(file))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 3
    assert all(word in err for word in ("geluk", "veel", "Lutjebroek", "vraag.toml"))


def test_a_solver_that_ended_is_one_sentence_and_no_bad_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object, **__: object) -> Answered:
        raise SolverError("solver_ended", reason="signal 9")

    monkeypatch.setattr(planning, "ask", end)
    code, out, err = run(capsys, *HERE)
    assert (code, out) == (1, "")
    assert "stopte onverwacht (signal 9)" in err
    assert len(err.strip().splitlines()) == 1


def test_the_example_of_a_question_has_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    file = workflow.DATA / "uitgangspunten" / "vraag-voorbeeld.toml"
    found = answer(capsys, "optimaliseer", "--vraag", str(file))
    assert found["status"] == "bewezen optimaal"
    assert found["kosten_eur_per_jaar"] <= 165_000
    json.dumps(found["vraag"], allow_nan=False)


def test_a_gemeente_without_tariffs_is_told_so_and_not_asked_for_a_budget(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--budget", "500000"), ("--aandeel", "90")):
        assert cli._run(["optimaliseer", "--gemeente", "Assen", *more]) == 2  # noqa: SLF001 - main() only exits
        assert "In Assen gelden de tarieven van de activiteitencatalogus niet" in capsys.readouterr().err
