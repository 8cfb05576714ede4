"""``torchgrade override``."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.grading.store import Kept, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import Environment, SubmissionResult
from torchgrade.model.runs import RunConfig

ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with one student and one group."""
    config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2)
    with Store(tmp_path / "run", writing=True) as store:
        store.keep_configuration(Kept(config=config, course=CourseInfo(exercises=(), environment=ENVIRONMENT)))
        for name in ("ada", "1+2"):
            result = SubmissionResult(
                submission=name, points=2.0, max_points=4.0, sandbox=SandboxLevel.B, seconds=0.1,
                exercises=[], environment=ENVIRONMENT,
            )  # fmt: skip
            store.keep("k", result)
        store.register.keep_listing(["ada", "1+2"], [], [], {"1+2": ("1", "2")})
    return tmp_path / "run"


def gradebook(run: Path) -> dict[str, list[str]]:
    lines = (run / "gradebook.csv").read_text("utf-8-sig").splitlines()[1:]
    return {cells[0]: cells for cells in (line.split(",", 5) for line in lines)}


def test_a_decision_is_in_the_gradebook_and_on_the_student_s_page(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["override", str(run), "ada", "3.5", "--why", "Oral <b>exam</b>", "--lang", "en"]) == 0

    assert "ada now has 3.5 of 4 points by your decision." in capsys.readouterr().out
    assert gradebook(run)["ada"][1:4] == ["3.5", "4", "87.5"]
    assert gradebook(run)["ada"][5].startswith("A person set the total. torchgrade's points: 2. Reason: “Oral")
    page = (run / "students" / "ada.html").read_text("utf-8")
    assert "A person set your mark to 3.5 of 4 points. Reason: Oral &lt;b&gt;exam&lt;/b&gt;" in page


def test_a_decided_mark_has_the_decimals_that_exports_write(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["override", str(run), "ada", "3.256", "--why", "late", "--lang", "en"]) == 0

    assert "ada now has 3.26 of 4 points" in capsys.readouterr().out
    assert gradebook(run)["ada"][1] == "3.26"
    with Store(run, writing=False) as store:
        assert store.history.overrides()["ada"].points == 3.26


def test_a_decision_on_a_group_is_one_on_its_members(run: Path) -> None:
    assert main(["override", str(run), "1+2", "1", "--why", "late"]) == 0
    assert main(["override", str(run), "2", "3", "--why", "did it all"]) == 0

    assert [gradebook(run)[member][1] for member in ("1", "2")] == ["1", "3"]


def test_a_decision_that_is_taken_back_leaves_torchgrade_s_points(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["override", str(run), "ada", "4", "--why", "a"])
    capsys.readouterr()

    assert main(["override", str(run), "ada", "--remove", "--why", "a mistake", "--lang", "en"]) == 0
    assert "ada has torchgrade's points again: 2 of 4." in capsys.readouterr().out
    assert gradebook(run)["ada"][1] == "2"


def test_all_decisions_are_listed_with_their_reasons(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["override", str(run), "ada", "4", "--why", "first"])
    main(["override", str(run), "ada", "5", "--why", "second"])
    capsys.readouterr()

    assert main(["override", str(run), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("ada: 5 points (20")
    assert out.endswith("Reason: second\n")


def test_more_than_the_maximum_is_possible_and_said(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["override", str(run), "ada", "5", "--why", "bonus", "--lang", "en"]) == 0
    assert "This is more than the maximum." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ada", "3"], "A decision needs a reason."),
        (["ada", "3", "--why", "  "], "A decision needs a reason."),
        (["ada", "3", "--why", "x" * 1001], "Shorten it to 1000"),
        (["ada", "--why", "x"], "Name the points"),
        (["ada", "3", "--remove", "--why", "x"], "not both"),
        (["ada", "nan", "--why", "x"], "nan points are not possible"),
        (["ada", "-1", "--why", "x"], "No such option"),
        (["adda", "3", "--why", "x"], "Did you mean ada?"),
        (["ada", "--remove", "--why", "x"], "nothing to remove"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused(
    run: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["override", str(run), *arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["override", str(tmp_path / "typo"), "ada", "3", "--why", "x", "--lang", "en"]) == 2
    assert "is not a run" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_pages_keep_their_languages(run: Path) -> None:
    main(["report", str(run), "--lang", "both"])

    assert main(["override", str(run), "ada", "3", "--why", "x"]) == 0
    assert {path.name for path in run.glob("*.html")} == {"index.html", "index.zh.html"}


def test_the_page_of_a_group_tells_nothing_about_one_of_its_members(run: Path) -> None:
    main(["override", str(run), "2", "3", "--why", "was ill", "--lang", "en"])

    page = next(path for path in (run / "students").glob("*.html")).parent
    text = "".join(path.read_text("utf-8") for path in page.glob("1*.html"))
    assert "A person decided the mark of a member of this group." in text
    assert "was ill" not in text


def test_a_page_with_pseudonyms_that_is_there_shows_the_decision(run: Path) -> None:
    main(["report", str(run), "--pseudonyms"])
    before = (run / "lecture.html").read_text("utf-8")

    main(["override", str(run), "ada", "4", "--why", "x"])
    assert (run / "lecture.html").read_text("utf-8") != before


def test_the_mean_of_the_class_page_is_that_of_the_marks_that_count(run: Path) -> None:
    main(["override", str(run), "ada", "4", "--why", "x", "--lang", "en"])

    assert "3 of 0 points" in (run / "index.html").read_text("utf-8")
