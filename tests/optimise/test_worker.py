"""What a search in a process of its own lives through, and that nothing of it is left behind."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, perf_counter, sleep

import numpy as np
import psutil
import pytest

from spreiding.errors import QuestionError, SolverError
from spreiding.optimise.process import apart
from spreiding.optimise.process.parcel import open_parcel, write_parcel
from spreiding.optimise.program import Csr, Distances, Program, Run
from spreiding.optimise.question import Goal
from spreiding.optimise.result import RemarkKind, Result, Status
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.ui.teksten import sentence
from tests.optimise import stand_ins
from tests.optimise.stand_ins import Asked, Inside, asked, cover, program_of

ROOT = Path(__file__).resolve().parents[2]
# A busy machine may take long to start a process [s]; what is measured from there is not.
STARTUP_S = 30.0
# Processes that were there before a test: a browser or a server that other tests share.
BEFORE: set[psutil.Process] = set()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made; after every test nothing is left there, and no process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    BEFORE.clear()
    BEFORE.update(psutil.Process().children())
    yield folder
    assert not list(folder.iterdir())
    assert not set(psutil.Process().children()) - BEFORE


def question(engine: Callable[..., Run], *goals: Goal) -> Asked:
    """Three places, a question about them, and what searches."""
    program = program_of([100, 80, 50], people=cover([10, 5], [[0, 1], [2]]))
    return asked(replace(program, lazy=(Inside(engine),)), *(goals or (Goal.COVERAGE,)))


def kinds(result: Result) -> list[RemarkKind]:
    return [remark.kind for remark in result.remarks]


def child() -> psutil.Process:
    (found,) = set(psutil.Process().children()) - BEFORE
    return found


def test_the_answer_comes_from_another_process() -> None:
    seen: list[int] = []
    result = solve(question(stand_ins.try_all), on_progress=lambda *_: seen.append(child().pid))
    assert (result.status, result.objective) == (Status.OPTIMAL, 15)
    assert seen
    assert os.getpid() not in seen


def test_a_search_that_is_asked_to_stop_answers_with_its_plan() -> None:
    heard: list[float] = []

    def has_plan() -> bool:
        return 10 in heard

    result = solve(
        question(stand_ins.patient),
        stop=Stop(600),
        on_progress=lambda incumbent, *_: heard.append(incumbent),
        should_stop=has_plan,
    )
    assert (result.status, result.objective, result.bound) == (Status.TIME_LIMIT, 10, 100)
    assert kinds(result) == [RemarkKind.STOPPED]
    assert result.seconds < STARTUP_S


def test_out_of_time_a_search_answers_with_its_plan_and_gap() -> None:
    result = solve(question(stand_ins.patient), stop=Stop(0.2))
    # 10 persons, and no more than 100: a gap of 90 / 10.
    assert (result.status, result.objective, result.gap) == (Status.TIME_LIMIT, 10, 9)
    assert kinds(result) == []
    assert result.plan is not None
    assert list(result.plan.by_id) == ["s0"]


def test_a_search_that_hangs_inside_a_library_is_ended_and_its_best_plan_is_the_answer() -> None:
    heard: list[float] = []
    result = solve(question(stand_ins.deaf), stop=Stop(0.5), on_progress=lambda *_: heard.append(perf_counter()))
    spent_s = perf_counter() - heard[0]
    # Half a second of searching, and patience: 2 s and a tenth of that half second.
    assert 1.5 < spent_s < 2.55 + 2.0
    # All that time somebody hears that it is still searching.
    assert len(heard) >= 2
    assert (result.status, result.objective, result.bound) == (Status.TIME_LIMIT, 10, 100)
    assert result.plan is not None


def test_a_search_that_hangs_is_ended_soon_after_somebody_asks_to_stop() -> None:
    heard: list[float] = []
    result = solve(
        question(stand_ins.deaf),
        stop=Stop(600),
        on_progress=lambda *_: heard.append(perf_counter()),
        should_stop=lambda: bool(heard),
    )
    assert perf_counter() - heard[0] < 5
    assert (result.status, kinds(result)) == (Status.TIME_LIMIT, [RemarkKind.STOPPED])


def test_a_search_that_hangs_without_a_plan_leaves_the_bound_that_it_proved() -> None:
    result = solve(question(stand_ins.planless), stop=Stop(0.2))
    assert (result.status, result.plan, result.bound) == (Status.NO_PLAN, None, 100)


def test_a_search_that_is_killed_from_outside_is_told_in_a_sentence() -> None:
    with pytest.raises(SolverError, match="solver_ended") as caught:
        solve(question(stand_ins.asleep), stop=Stop(600), on_progress=lambda *_: child().kill())
    assert "-9" in sentence(caught.value)
    assert "geheugen" in sentence(caught.value)


def test_a_search_without_memory_is_told_in_the_same_sentence() -> None:
    with pytest.raises(SolverError, match="MemoryError"):
        solve(question(stand_ins.full))


def test_a_fault_of_our_own_arrives_with_its_traceback() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)stand_ins.py.*in faulty.*ValueError: a fault of our own"):
        solve(question(stand_ins.faulty))


def test_a_fault_of_the_question_arrives_as_itself() -> None:
    with pytest.raises(QuestionError) as caught:
        solve(question(stand_ins.asking))
    assert (caught.value.kind, caught.value.data) == ("bad_gap", {"value": "0.5"})


@pytest.mark.parametrize("module", ["numpy", "highspy"])
def test_a_process_that_cannot_even_load_tells_why(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # numpy is loaded before there is anybody to tell, the solver after that.
    (tmp_path / f"{module}.py").write_text("raise ImportError('not on this machine')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="not on this machine"):
        solve(question(stand_ins.try_all))


def test_a_process_that_ends_without_a_word_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SolverError, match=r"solver_ended\(reason=1\)"):
        solve(question(stand_ins.try_all))


def test_a_process_that_never_starts_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "STARTUP_S", 0.001)
    with pytest.raises(SolverError) as caught:
        solve(question(stand_ins.try_all))
    assert caught.value.kind == "solver_not_started"
    assert sentence(caught.value)


def test_a_full_disk_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_program: Program, _folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(apart, "write_parcel", refuse)
    with pytest.raises(SolverError) as caught:
        solve(question(stand_ins.try_all))
    assert caught.value.kind == "no_room_to_search"
    assert "No space left" in sentence(caught.value)


@pytest.mark.parametrize("error", [KeyboardInterrupt, LookupError])
def test_what_the_listener_raises_ends_the_search(error: type[BaseException]) -> None:
    def refuse(*_: float) -> None:
        raise error

    with pytest.raises(error):
        solve(question(stand_ins.deaf), stop=Stop(600), on_progress=refuse)


def test_what_is_raised_when_asked_to_stop_ends_the_search() -> None:
    def refuse() -> bool:
        raise LookupError

    with pytest.raises(LookupError):
        solve(question(stand_ins.deaf), stop=Stop(600), should_stop=refuse)


def test_two_searches_at_once_in_threads_do_not_know_of_each_other() -> None:
    answers: dict[str, Result] = {}

    def ask(name: str, problem: Asked) -> None:
        answers[name] = solve(problem, stop=Stop(1))

    problems = {"all": question(stand_ins.try_all), "patient": question(stand_ins.patient)}
    threads = [threading.Thread(target=ask, args=pair) for pair in problems.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers["all"].status, answers["all"].objective) == (Status.OPTIMAL, 15)
    assert (answers["patient"].status, answers["patient"].objective) == (Status.TIME_LIMIT, 10)


# --- whoever asked is ended ---

ASK = textwrap.dedent("""
    import os
    from spreiding.optimise.solve import solve
    from spreiding.optimise.stop import Stop
    from tests.optimise import stand_ins
    from tests.optimise.test_worker import question

    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
    solve(question(stand_ins.{engine}), stop=Stop({seconds}), on_progress=lambda *_: print("searching", flush=True))
""")


def start_asking(engine: str, seconds: float, folder: Path) -> "subprocess.Popen[str]":
    """Ask a question in a process and its group, and return once the search has found a plan."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", ASK.format(engine=engine, seconds=seconds)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "searching\n"
    return process


def is_gone(process: psutil.Process, within_s: float) -> bool:
    """Whether a process that is not our child ends in time; one that nobody buries is gone too."""
    ends_at = monotonic() + within_s
    while monotonic() < ends_at:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        sleep(0.05)
    return False


@pytest.mark.parametrize(
    # A library that hears nothing ends by its limit on processor time, here of one processor: 0.5 + 2.05 s, what
    # starting took, and all rounded up.
    ("engine", "seconds", "within_s"),
    [("asleep", 600, 10), ("patient", 600, 10), ("spinning", 0.5, 60)],
)
def test_a_search_ends_when_whoever_asked_is_killed(
    engine: str, seconds: float, within_s: float, temporary: Path
) -> None:
    with start_asking(engine, seconds, temporary) as parent:
        (searching,) = psutil.Process(parent.pid).children()
        assert searching.is_running()
        parent.kill()
    assert is_gone(searching, within_s)


def test_ctrl_c_ends_the_search_and_whoever_asked_at_once(temporary: Path) -> None:
    with start_asking("deaf", 600, temporary) as parent:
        (searching,) = psutil.Process(parent.pid).children()
        # As a terminal does: to all processes of the group.
        os.killpg(parent.pid, signal.SIGINT)
        _, complaint = parent.communicate(timeout=10)
    assert is_gone(searching, 5)
    assert complaint.rstrip().endswith("KeyboardInterrupt")
    assert complaint.count("Traceback") == 1


# --- arrays ---


def near(n_rows: int) -> Distances:
    """Rows of 1,000 arcs each."""
    facilities = Csr(np.arange(n_rows + 1, dtype=np.int32) * 1000, np.zeros(n_rows * 1000, dtype=np.int32))
    return Distances(np.ones(n_rows), facilities, np.ones(n_rows * 1000), np.full(n_rows, 2.0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what memory is a process's own")
def test_large_arrays_are_not_copied_into_the_process_that_searches() -> None:
    def own_kilobytes(n_rows: int) -> float:
        program = program_of([100], people=cover([10], [[0]]), near=near(n_rows))
        return solve(asked(replace(program, lazy=(Inside(stand_ins.weighing),)), Goal.COVERAGE)).bound

    # 8,000 rows of 1,000 arcs of 12 bytes are 96 MB.
    assert own_kilobytes(8000) - own_kilobytes(1) < 16_000


def test_a_parcel_holds_the_same_program_and_is_not_changed_by_who_opens_it(tmp_path: Path) -> None:
    program = program_of([100, 80], site=[0, 0], people=cover([10, 5], [[0, 1], []]), near=near(2))
    write_parcel(program, tmp_path)
    found = open_parcel(tmp_path)
    assert found.cents.tolist() == [100, 80]
    assert found.covers[0].labels == ("norm",)
    assert found.covers[0].facilities.indptr.tolist() == [0, 2, 2]
    assert found.distances is not None
    np.testing.assert_array_equal(found.distances.cost, np.ones(2000))
    found.cents[0] = 1
    assert open_parcel(tmp_path).cents.tolist() == [100, 80]
