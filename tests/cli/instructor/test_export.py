"""``torchgrade export``, with an exporter of a plugin that fills two of three rows."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from tests.steps import grows_with
from torchgrade.cli.instructor import export as export_module
from torchgrade.cli.main import main
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.grading.store import Kept, Store
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import phrase
from torchgrade.model.results import Environment, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood
from torchgrade.model.runs import RunConfig, Shard
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExporterSource

ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")
REASON = phrase("export.no_mark")


def plan(order: ExportOrder) -> Planned:
    """Leave out every row whose key has no digit; warn about the first."""
    rows = []
    for mark in order.marks:
        is_out = not any(sign.isdigit() for sign in mark.key) or mark.points is None
        value = "" if is_out else str(mark.points)
        rows.append(PlannedRow(key=mark.key, value=value, left_out=REASON if is_out else None, warnings=(REASON,)))
    text = "\n".join(row.value for row in rows) + order.options.item
    data = text.encode() + (b"" if order.template is None else order.template.data)
    file = PlannedFile(name="marks.txt", data=data)
    return Planned(files=(file,), rows=tuple(rows), unknown=("Eve",), printed=("::notice::done",))


def broken(order: ExportOrder) -> Planned:
    raise KeyError(order.options.item)


def careless(order: ExportOrder) -> str:
    return order.options.item


def many(order: ExportOrder) -> Planned:
    names = [*(f"feedback/{number:03}.html" for number in range(900)), "marks.csv"]
    return Planned(files=tuple(PlannedFile(name=name, data=b"") for name in names), rows=())


class Exporters:
    @hookimpl
    def torchgrade_exporters(self) -> list[ExporterSource]:
        named = ("plan", "broken", "careless", "many")
        return [ExporterSource(name=name, plan=f"{__name__}:{name}", describe="A test.") for name in named]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run with a row that can be exported, one that cannot, and one without a mark."""
    monkeypatch.setattr(export_module, "Plugins", lambda: Plugins([Exporters()]))
    config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2)
    with Store(tmp_path / "run", writing=True) as store:
        store.keep_configuration(Kept(config=config, course=CourseInfo(exercises=(), environment=ENVIRONMENT)))
        for name in ("ada", "7"):
            result = SubmissionResult(
                submission=name, points=2.0, max_points=4.0, sandbox=SandboxLevel.B, seconds=0.1,
                exercises=[], environment=ENVIRONMENT,
            )  # fmt: skip
            store.keep("k", result)
        refused = NotUnderstood(name="x.docx", note=Note(message_id="listing.not_code", values={"name": "x.docx"}))
        store.register.keep_listing(["ada", "7"], [refused], [], {})
    return tmp_path / "run"


def test_without_a_target_the_targets_are_listed(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--lang", "en"]) == 0
    assert re.search(r"^  plan +A test\.$", capsys.readouterr().out, re.MULTILINE)


def test_a_mark_that_would_be_lost_stops_the_export_and_is_named(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "plan", "--lang", "en"]) == 1

    out = capsys.readouterr().out
    assert "plan: exported rows: 1. Marks that would be lost: 1. Other rows left out: 1." in out
    assert "Marks that would be lost:\n  The row has no mark" in out
    assert "Nothing was written, because marks would be lost (1)." in out
    assert not (run / "exports").exists()


def test_with_partial_the_other_rows_are_written(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "plan", "--partial", "--item", "X", "--lang", "en"]) == 0

    written = run / "exports" / "plan" / "marks.txt"
    assert written.read_text() == "2.0\n\nX"
    assert capsys.readouterr().out.endswith(f"Written: {written}\n::notice::done\n")


def test_of_many_files_a_few_are_named_those_at_the_top_first(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "many", "--partial", "--lang", "en"]) == 0

    place = run / "exports" / "many"
    lines = [line for line in capsys.readouterr().out.splitlines() if " in: " in line or line.startswith("Written")]
    assert lines[0] == f"Written: {place / 'marks.csv'}"
    assert lines[4:] == [
        f"Written: {place / 'feedback' / '003.html'}",
        f"More files written: 896. All files are in: {place}",
    ]


def test_a_dry_run_names_every_row_and_writes_nothing(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "plan", "--dry-run", "--lang", "en"]) == 1
    assert main(["export", str(run), "--to", "plan", "--dry-run", "--partial", "--lang", "en"]) == 0

    out = capsys.readouterr().out
    assert all(name in out for name in ("ada", "7", "x.docx", "Eve"))
    assert not (run / "exports").exists()


def test_a_program_gets_the_rows_as_json(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", str(run), "--to", "plan", "--dry-run", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert {row["key"]: row["value"] for row in found["rows"]} == {"7": "2.0", "ada": "", "x.docx": ""}


def test_an_export_of_a_shard_says_on_stderr_that_it_is_a_part(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(run, writing=True) as store:
        kept = store.kept()
        assert kept is not None
        config = structs.replace(kept.config, shard=Shard(number=1, of=4))
        store.keep_configuration(structs.replace(kept, config=config))
    main(["export", str(run), "--to", "plan", "--dry-run", "--json", "--lang", "en"])

    said = capsys.readouterr()
    assert json.loads(said.out)["to"] == "plan"
    assert said.err.startswith("This is shard 1 of 4")


def test_a_template_is_read_and_its_folder_can_be_chosen(run: Path, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xff")
    arguments = ["--template", str(tmp_path / "t.csv"), "--out", str(tmp_path / "out"), "--partial"]

    assert main(["export", str(run), "--to", "plan", *arguments]) == 0
    assert (tmp_path / "out" / "marks.txt").read_bytes().endswith(b"\xff")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--to", "pln"], 2, "Did you mean plan?"),
        (["--to", "plan", "--template", "nowhere.csv"], 2, "The template nowhere.csv cannot be read"),
        (["--to", "broken", "--item", "x"], 3, "The exporter 'broken'"),
        (["--to", "careless"], 3, "returned str instead of a Planned record"),
    ],
)
def test_what_cannot_be_planned_is_named(
    run: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(run), *arguments, "--lang", "en"]) == code
    assert said in capsys.readouterr().err
    assert not (run / "exports").exists()


def test_a_row_to_leave_out_that_the_run_lacks_is_an_error(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "plan", "--without", "none-such", "--lang", "en"]) == 2
    assert "the run has no row none-such. gradebook.csv lists all rows" in " ".join(capsys.readouterr().err.split())


TARGETS = (
    ["brightspace", "--item", "A"], ["classroom50"], ["github"], ["gradescope"], ["junit"],
    ["moodle-csv", "--item", "A"], ["openolat"], ["sakai", "--item", "A"], ["xlsx"],
)  # fmt: skip


@pytest.mark.parametrize("words", TARGETS, ids=lambda words: words[0])
@pytest.mark.parametrize("points", [2.0, None], ids=["marks", "no marks"])
def test_twice_the_students_take_twice_the_steps(words: list[str], points: float | None, tmp_path: Path) -> None:
    """Whether the marks are written or would all be lost."""
    result = SubmissionResult(
        submission="", points=points, max_points=4.0, sandbox=SandboxLevel.B, seconds=0.1,
        exercises=[], environment=ENVIRONMENT,
    )  # fmt: skip
    exports = []
    for count in (100, 200, 400):
        folder = tmp_path / str(count)
        names = [f"s{number:06}" for number in range(count)]
        config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2)
        with Store(folder, writing=True) as store, store.at_once():
            store.keep_configuration(Kept(config=config, course=CourseInfo(exercises=(), environment=ENVIRONMENT)))
            for name in names:
                store.keep("k", structs.replace(result, submission=name))
            store.register.keep_listing(names, [], [], {})
        exports.append(partial(main, ["export", str(folder), "--to", *words, "--partial", "--lang", "en"]))
    exports[0]()

    assert grows_with(exports) < 2.2
