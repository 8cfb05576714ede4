"""What ``torchgrade.exports.canvas.feedback`` promises: Canvas attaches every page to the comment of its student."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.canvas_feedback import uploaded
from tests.exports.made import mark, notes_of, order, reason_of
from torchgrade.errors import UsageError
from torchgrade.exports.canvas.feedback import plan
from torchgrade.exports.planned import ExportOrder, Planned, PlannedArchive
from torchgrade.model.marks import Mark
from torchgrade.model.page_names import page_names


def members(planned: Planned) -> dict[str, Path]:
    (archive,) = planned.files
    assert isinstance(archive, PlannedArchive)
    return dict(archive.members)


def ordered(folder: Path, marks: list[Mark], **options: Any) -> ExportOrder:
    """Return an order with a page for each submission."""
    submissions = {one.submission for one in marks if one.submission}
    pages = folder / "students"
    pages.mkdir(exist_ok=True, parents=True)
    for name in page_names(submissions).values():
        (pages / f"{name}.html").touch()
    return replace(order(marks, folder=folder, **options), results=dict.fromkeys(submissions))


FILES = st.sampled_from(
    ["softmax.py", "hw_3_2.ipynb", "作业 1.py", "link.py", "a.html", "LATE.py", "report.pdf", "._x.py"]
)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_canvas_attaches_every_page_to_its_student_and_ignores_none(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    users = data.draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True))
    current: dict[str, dict[int, str]] = {}
    marks, owners = [], {}
    for number in users:
        is_anonymous = data.draw(st.booleans())
        owner = f"{number}aB" if is_anonymous else str(number)
        files = data.draw(st.lists(FILES, max_size=3, unique=True))
        current[owner] = {number * 10 + place: file for place, file in enumerate(files)}
        head = (
            data.draw(st.sampled_from(["LATE_", ""])) + "anon"
            if is_anonymous
            else data.draw(st.sampled_from(["lilei", "李", "li_LATE"]))
        )
        entries = [f"{head}_{owner}_{attachment}_{file}" for attachment, file in current[owner].items()]
        points = data.draw(st.sampled_from([None, 0.0, 38.5]))
        marks.append(mark(f"k{number}", points, entries=entries))
        owners[f"k{number}"] = owner
    wanted = ordered(tmp_path_factory.getbasetemp() / "feedback", marks)
    if not any(current.values()):
        with pytest.raises(UsageError, match="Download Submissions"):
            plan(wanted)
        return
    planned = plan(wanted)

    kept = {owners[row.key] for row in planned.rows if row.left_out is None}
    assert kept == {owners[one.key] for one in marks if one.points is not None and one.delivered is not None}
    names = members(planned) if planned.files else {}
    comments = uploaded(names, current)
    assert comments.ignored == []
    assert {owner: len(files) for owner, files in comments.files.items()} == dict.fromkeys(kept, 1)
    pages = page_names(one.submission for one in marks)
    keys = {owner: key for key, owner in owners.items()}
    for owner, [(name, _)] in comments.files.items():
        assert names[name].name == f"{pages[keys[owner]]}.html"


def test_the_page_takes_the_place_of_the_file_whose_name_fits_best(tmp_path: Path) -> None:
    planned = plan(ordered(tmp_path, [mark("k", entries=["li_1_12_a.py", "li_1_11_report.HTML", "li_1_13_b.py"])]))
    assert list(members(planned)) == ["page_1_11_feedback.html"]


def test_of_files_that_fit_alike_the_newest_counts(tmp_path: Path) -> None:
    planned = plan(ordered(tmp_path, [mark("k", entries=["li_1_12_a.py", "li_1_13_a-1.py"])]))
    assert list(members(planned)) == ["page_1_13_feedback.html"]


def test_members_of_a_group_have_one_page(tmp_path: Path) -> None:
    one = mark("g", entries=["li_1_12_a.py"])
    marks = [replace(one, key="han"), replace(one, key="lei")]
    planned = plan(ordered(tmp_path, marks))
    assert list(members(planned)) == ["page_1_12_feedback.html"]
    assert {row.value for row in planned.rows} == {"page_1_12_feedback.html"}
    assert list(uploaded(members(planned), {"1": {12: "a.py"}}, {"1": ("1", "2")}).files) == ["1", "2"]


def test_a_submission_without_a_page_is_named(tmp_path: Path) -> None:
    wanted = ordered(tmp_path, [mark("k", entries=["li_1_12_a.py"])])
    next((tmp_path / "students").iterdir()).unlink()
    planned = plan(wanted)
    assert planned.files == ()
    assert reason_of(planned, "k") == "export.no_page"


def test_a_row_without_an_attachment_or_a_mark_is_named(tmp_path: Path) -> None:
    marks = [mark("a", entries=["li_1_12_a.py"]), mark("b", entries=["li_2_text.html"]), mark("c", None), mark("d")]
    planned = plan(ordered(tmp_path, marks))
    reasons = [reason_of(planned, key).rpartition(".")[2] for key in "abcd"]
    assert reasons == ["", "no_attachment", "page_not_final", "no_attachment"]


def test_files_of_two_users_are_no_one_s_page(tmp_path: Path) -> None:
    planned = plan(ordered(tmp_path, [mark("k", entries=["li_1_12_a.py", "han_2_13_b.py"])]))
    assert reason_of(planned, "k") == "export.canvas.feedback.users"


def test_the_plan_tells_what_canvas_does_with_the_pages(tmp_path: Path) -> None:
    planned = plan(ordered(tmp_path, [mark("k", entries=["li_1_12_a.py"])]))
    assert [note.rpartition(".")[2] for note in notes_of(planned)] == ["next", "once", "name", "again"]
