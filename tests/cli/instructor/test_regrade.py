"""``torchgrade regrade`` up to where the engine starts; tests/endtoend has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from tests.grading.room import Room, course_of
from torchgrade.cli.instructor import regrade as module
from torchgrade.cli.main import main
from torchgrade.deliveries.found import Found
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.grading.news import News
from torchgrade.grading.planning import Plan
from torchgrade.grading.regrade import Regraded, RegradeOrder
from torchgrade.grading.stale import Due, Reason
from torchgrade.grading.store import Kept, Store
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.people import Sources
from torchgrade.model.runs import RunConfig

CONFIG = RunConfig(exercises=("double", "half"), data="none", data_root="", seed=1, hidden_seed=2)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run whose submissions came from the folder ``in``, and a working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.py").write_text("")
    (tmp_path / "roster.csv").write_text("number,name\n1,Ada\n")
    sources = Sources(paths=(str(tmp_path / "in"),), layout="plain", roster=str(tmp_path / "roster.csv"))
    with Store(tmp_path / "run", writing=True) as store:
        store.keep_configuration(Kept(config=CONFIG, course=course_of({"double": "1", "half": "1"})))
        store.register.keep_people([], [], sources)
    return tmp_path / "run"


class Regrade:
    """Remembers the orders; returns what a test wants."""

    def __init__(self) -> None:
        self.orders: list[RegradeOrder] = []
        self.done = Regraded(plan=Plan(due=()), news=News(graded=()))

    def __call__(self, order: RegradeOrder, *_: object) -> Regraded:
        self.orders.append(order)
        return self.done


@pytest.fixture
def regrade(monkeypatch: pytest.MonkeyPatch) -> Regrade:
    """What the command would have graded again."""
    made = Regrade()
    monkeypatch.setattr(module, "regrade", made)
    return made


def due(page: Path | None, **further: object) -> Regraded:
    found = Found(submission="ada", path=Path("ada.py"), files=[])
    plan = Plan(due=(Due(found=found, reason=Reason.NEW),))
    return structs.replace(Regraded(plan=plan, news=News(graded=()), page=page, graded=1), **further)  # type: ignore[arg-type]  # because each test names fields


def test_the_submissions_are_read_as_the_run_recorded_it(run: Path, regrade: Regrade) -> None:
    assert main(["regrade", "run"]) == 0
    (order,) = regrade.orders

    assert order.paths == (run.parent / "in",)
    assert (order.delivery.layout, order.delivery.roster_file) == ("plain", run.parent / "roster.csv")
    assert order.delivery.roster is not None
    assert (order.asked, order.students, order.exercises, order.is_dry) == ((), (), None, False)


def test_options_say_otherwise(run: Path, regrade: Regrade) -> None:
    words = ["--from", "in", "--layout", "canvas", "--jobs", "3", "--lang", "both", "--data-root", "there"]
    names = ["--check", "double.values,half.values", "--check", "double.large", "--students", "ada, bo"]
    assert main(["regrade", "run", *words, *names]) == 0
    (order,) = regrade.orders

    assert (order.paths, order.delivery.layout, order.jobs) == ((Path("in"),), "canvas", 3)
    assert order.asked == ("double.values", "half.values", "double.large")
    assert order.students == ("ada, bo",)
    assert order.languages == ("en", "zh")
    assert order.data_root == str(run.parent / "there")


def test_exercises_are_those_of_an_installed_course(run: Path, regrade: Regrade) -> None:
    assert main(["regrade", "run", "--exercises", "accuracy,softmax"]) == 0
    assert regrade.orders[0].exercises == ("softmax", "accuracy")
    assert main(["regrade", "run", "--exercises", "sotfmax"]) == 2


def test_a_place_that_is_gone_is_an_error_that_names_the_option(
    run: Path, regrade: Regrade, capsys: pytest.CaptureFixture[str]
) -> None:
    (run.parent / "in").rename(run.parent / "moved")
    assert main(["regrade", "run"]) == 2
    assert "--from PATH" in capsys.readouterr().err
    assert main(["regrade", "run", "--from", "moved"]) == 0


def test_a_run_of_an_earlier_version_needs_the_place(
    run: Path, regrade: Regrade, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(run, writing=True) as store:
        store._database.execute("DELETE FROM sources")
    assert main(["regrade", "run"]) == 2
    assert "does not record where its submissions are" in capsys.readouterr().err
    assert main(["regrade", "run", "--from", "in"]) == 0


def test_a_folder_that_is_no_run_is_a_usage_error(
    tmp_path: Path, regrade: Regrade, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["regrade", str(tmp_path)]) == 2
    assert "is not a run" in capsys.readouterr().err
    with Store(tmp_path / "begun", writing=True):
        pass
    assert main(["regrade", str(tmp_path / "begun")]) == 2
    assert regrade.orders == []


@pytest.mark.parametrize(
    ("further", "code"),
    [({}, 0), ({"stopped": True}, 130), ({"graded": 0}, 3)],
)
def test_the_exit_code_says_whether_everything_was_graded(
    run: Path, regrade: Regrade, further: dict[str, object], code: int
) -> None:
    regrade.done = due(run / "index.html", **further)
    assert main(["regrade", "run"]) == code


def test_an_error_of_ours_is_exit_3(run: Path, regrade: Regrade) -> None:
    room = Room()
    room.fails = lambda _: True
    from tests.conftest import request_of

    regrade.done = due(run / "index.html", results=(room.judged(request_of({"ada.py": b""})),))
    assert main(["regrade", "run"]) == 3


def test_marks_that_nothing_isolates_are_said_when_something_was_graded(
    run: Path, regrade: Regrade, capsys: pytest.CaptureFixture[str]
) -> None:
    regrade.done = due(run / "index.html")
    main(["regrade", "run"])
    assert "not isolated" in capsys.readouterr().out
    with Store(run, writing=True) as store:
        kept = store.kept()
        assert kept is not None
        config = structs.replace(kept.config, sandbox=SandboxLevel.B)
        store.keep_configuration(structs.replace(kept, config=config))
    main(["regrade", "run"])
    assert "not isolated" not in capsys.readouterr().out


@pytest.mark.parametrize("place", [(), ("--from", "in")])
def test_what_cannot_be_told_is_asked_with_two_commands_that_settle_it(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: tuple[str, ...]
) -> None:
    def unsure(*_: object) -> Regraded:
        raise UnsureError("A class or a student?", several=False, place=Path("in/term"))

    monkeypatch.setattr(module, "regrade", unsure)
    assert main(["regrade", "run", "--check", "a.b", "--check", "c.d", *place]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("  torchgrade")]
    words = "  torchgrade regrade run --check a.b --check c.d"
    given = " --from in" if place else ""
    assert lines == [f"{words}{given} --layout inside", f"{words} --from in/term --layout plain"]
