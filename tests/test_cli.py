"""The command line: what it prints where, and with which exit code."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pyogrio.errors import FeatureError

from spreiding import cli, evaluation, intake, workflow
from spreiding.answers import evaluation_answer
from spreiding.ui import hulp, terminal


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; return exit code, stdout and stderr."""
    code = cli._run(list(arguments))  # noqa: SLF001 - main() around it only exits
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run a command that must succeed with --json; return its one object."""
    code, out, _ = run(capsys, *arguments, "--json")
    assert code == 0

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} in the answer")

    found = json.loads(out, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_evalueer_answers_for_the_region_and_for_each_gemeente(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "evalueer")
    fields = {
        "inwoners", "n_vestigingen", "gemiddelde_afstand_km", "aandeel_binnen_norm", "kosten_eur_per_jaar",
    }  # fmt: skip
    assert fields <= set(found)
    assert len(found["gemeenten"]) == 12
    assert all(fields <= set(gemeente) for gemeente in found["gemeenten"])
    # Totals are sums of the parts: persons, branches and known costs.
    assert found["n_vestigingen"] == 42 == sum(gemeente["n_vestigingen"] for gemeente in found["gemeenten"])
    assert found["inwoners"] == sum(gemeente["inwoners"] for gemeente in found["gemeenten"])
    known = [gemeente["kosten_eur_per_jaar"] for gemeente in found["gemeenten"] if gemeente["kosten_eur_per_jaar"]]
    assert len(known) == 9
    assert found["kosten_eur_per_jaar"] == pytest.approx(sum(known))
    assert found["kosten_onvolledig"]
    assert found["voorbeeldgegevens"] is True


@pytest.mark.parametrize(
    "arguments", [["evalueer"], ["optimaliseer", "--gemeente", "Midden-Drenthe", "--aandeel", "10"]]
)
def test_who_waits_for_the_first_distances_is_told_why(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    told: list[str] = []
    steps_at_evaluation: list[list[str]] = []
    evaluate = evaluation.evaluate

    @contextmanager
    def listening() -> Iterator[Callable[[str, float], None]]:
        yield lambda step, _share: told.append(step)

    def observed(*values: Any) -> Any:  # noqa: ANN401 - stands in for the evaluation
        steps_at_evaluation.append(told[-1:])
        return evaluate(*values)

    monkeypatch.setattr(terminal, "progress", listening)
    monkeypatch.setattr(workflow, "evaluate", observed)
    code, _, _ = run(capsys, *arguments)
    assert code == 0
    assert steps_at_evaluation[0] == [hulp.STAP_AFSTANDEN]


def test_another_norm_and_modality_change_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    near = answer(capsys, "evalueer", "--norm-m", "1000", "--modaliteit", "fiets")
    far = answer(capsys, "evalueer", "--norm-m", "1.000.000", "--modaliteit", "fiets")
    assert near["norm"]["modaliteit"] == "fiets"
    assert near["aandeel_binnen_norm"] < 1.0 == far["aandeel_binnen_norm"]


def test_optimaliseer_answers_with_a_plan_and_its_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "optimaliseer", "--gemeente", "Midden-Drenthe", "--budget", "160000")
    assert {
        "status",
        "doel",
        "doelwaarde",
        "grens",
        "gap",
        "seconden",
        "seed",
        "fingerprint",
        "plan",
        "evaluatie",
    } <= set(found)
    assert found["status"] == "bewezen optimaal"
    assert all({"id", "klasse", "huisvesting", "pakket"} <= set(site) for site in found["plan"])
    gemeente = next(area for area in found["evaluatie"]["gemeenten"] if area["gemeentecode"] == "GM1731")
    assert gemeente["kosten_vestigingen_eur_per_jaar"] <= 160_000


def test_an_impossible_question_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    # Beilen must stay middelgroot: € 71.337; ten thousand euro is not enough.
    found = answer(capsys, "optimaliseer", "--gemeente", "Midden-Drenthe", "--budget", "10000")
    assert found["status"] == "onmogelijk"
    assert found["plan"] == []
    assert found["evaluatie"] is None
    assert found["opmerkingen"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["optimaliseer", "--budget", "-5"], ["--budget", "negatief"]),
        (["optimaliseer", "--budget", "veel"], ["--budget", "geen getal"]),
        (["optimaliseer", "--budget", "nan"], ["--budget", "geen getal"]),
        (["optimaliseer", "--aandeel", "101"], ["--aandeel", "te groot"]),
        (["optimaliseer", "--gemeente", "Lutjebroek"], ["Lutjebroek", "kies uit"]),
        (["evalueer", "--norm-m", "0"], ["--norm-m", "te klein"]),
        (["evalueer", "--norm-m", "9" * 400], ["--norm-m", "te groot"]),
        (["optimaliseer", "--budget", "9" * 400], ["--budget", "te groot"]),
        (["optimaliseer", "--tijdslimiet", "9" * 400], ["--tijdslimiet", "te groot"]),
        (["optimaliseer", "--seed", "9999999999"], ["--seed", "te groot"]),
        (["evalueer", "--regio", "x" * 300], ["x" * 300]),
        (["evalueer", "--gpkg", "bestaat-niet/x.gpkg"], ["x.gpkg", "niet worden geschreven"]),
        (["evalueer", "--gpkg", "x" * 300], ["niet worden geschreven"]),
        (["evalueer", "--modaliteit", "vliegtuig"], ["vliegtuig", "auto, fiets, e-bike, lopen"]),
        (["evalueer", "--regio", "atlantis"], ["atlantis"]),
        (["evalueer", "--scenario", "droom"], ["droom", "spreidingsplan"]),
        (["evalueer", "--onzin"], ["--onzin", "--help"]),
        (["gegevens", "controleer", "bestaat-niet.gpkg"], ["bestaat-niet.gpkg"]),
        (["gegevens", "controleer"], ["ontbreekt"]),
        (["regio", "bouw", "--naam", "x"], ["ontbreekt"]),
        (["toveren"], ["--help"]),
    ],
)
def test_bad_input_is_one_dutch_sentence_on_stderr_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert all(word in err for word in words)


def test_a_file_that_the_system_refuses_is_bad_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "geheim.gpkg")

    monkeypatch.setattr(intake, "describe_file", refused)
    code, out, err = run(capsys, "gegevens", "controleer", "geheim.gpkg")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "geheim.gpkg" in err


def test_an_export_that_fails_halfway_is_named_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object, **__: object) -> None:
        raise FeatureError

    monkeypatch.setattr("geopandas.GeoDataFrame.to_file", full)
    code, out, err = run(capsys, "evalueer", "--gpkg", str(tmp_path / "x.gpkg"))
    assert (code, out) == (2, "")
    assert "niet worden geschreven" in err
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_example_is_prepared_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPREIDING_REGIOS", str(tmp_path))
    folder = workflow.prepare_example()
    next(folder.glob("gegevens-*/sites.json")).unlink()
    assert answer(capsys, "evalueer")["n_vestigingen"] == 42


def test_without_kernen_nobody_is_called_buitengebied(tmp_path: Path) -> None:
    inputs = workflow.example_inputs().model_copy(update={"kernen": None})
    workflow.build(inputs, tmp_path / "regio")
    region = workflow.open_region(str(tmp_path / "regio"))
    outcome = workflow.evaluate_scenario(region, workflow.TODAY, workflow.default_uitgangspunten())
    found = evaluation_answer(region, workflow.TODAY, outcome.evaluation)
    assert found["buitengebied"] is None
    assert found["inwoners_met_vestiging_in_eigen_kern"] is None


def test_the_answer_is_utf_8_whatever_the_terminal_says() -> None:
    command = [sys.executable, "-m", "spreiding", "evalueer", "--json"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, cwd=workflow.ROOT, capture_output=True, check=True)  # noqa: S603
    assert json.loads(done.stdout.decode("utf-8"))["regio"] == "Voorbeeld Drenthe"


def test_our_own_fault_is_exit_1_and_said_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workflow, "evaluate_scenario", broken)
    code, out, err = run(capsys, "evalueer")
    assert (code, out) == (1, "")
    assert hulp.EIGEN_FOUT in err


def test_help_is_dutch_and_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evalueer", "--help")
    assert code == 0
    assert hulp.HULP["--norm-m"].split(" (")[0] in " ".join(out.split())


def test_a_stopped_build_exits_130_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextmanager
    def stopped_halfway() -> Iterator[Callable[[str, float], None]]:
        def show(_step: str, share: float) -> None:
            if share >= 0.5:
                raise KeyboardInterrupt

        yield show

    monkeypatch.setattr(terminal, "progress", stopped_halfway)
    inputs = workflow.example_inputs()
    files = ["--inwoners", str(inputs.population), "--wegen", str(inputs.roads)]
    code, out, err = run(capsys, "regio", "bouw", "--naam", "proef", "--uit", str(tmp_path / "proef"), *files)
    assert (code, out) == (130, "")
    assert hulp.GESTOPT in err
    assert list(tmp_path.iterdir()) == []


def test_text_for_people_names_the_example_and_the_unknown_costs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evalueer", "--scenario", "spreidingsplan")
    assert code == 0
    assert "Voorbeeldgegevens" in out
    assert "De kosten zijn onvolledig" in out
    assert "nan" not in out.lower()


def test_the_name_of_the_example_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    inputs = workflow.example_inputs()
    files = ["--inwoners", str(inputs.population), "--wegen", str(inputs.roads)]
    code, out, err = run(capsys, "regio", "bouw", "--naam", "Voorbeeld Drenthe", *files)
    assert (code, out) == (2, "")
    assert "Voorbeeld Drenthe" in err
    assert "voorbeeld; kies" in err


def test_a_port_in_use_is_said_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, out, err = run(capsys, "app", "--poort", port)
    assert (code, out) == (2, "")
    assert port in err


@pytest.mark.skipif(sys.platform != "linux", reason="signals and process groups of Linux")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_app_that_is_stopped_takes_its_server_along(number: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "spreiding", "app", "--poort", str(port)]
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    with subprocess.Popen(command, env=environment, cwd=workflow.ROOT, stderr=subprocess.DEVNULL) as app:  # noqa: S603
        try:
            wait_for(lambda: is_open(port))
            app.send_signal(number)
            assert app.wait(timeout=30) == 130
            assert not is_open(port)
        finally:
            app.kill()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


def wait_for(is_so: Callable[[], bool], *, limit_s: float = 60.0) -> None:
    end_s = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < end_s
        time.sleep(0.1)


def test_control_signs_in_a_name_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "evalueer", "--scenario", "\x1b[31mrood\x07")
    assert code == 2
    assert "\x1b" not in err
    assert "[31mrood" in err
