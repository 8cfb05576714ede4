"""The files of a run, written again."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import structs

from tests.grading.test_store import result_of
from torchgrade.errors import CourseError, UsageError
from torchgrade.exports import gradebook
from torchgrade.grading.configuration import choose
from torchgrade.grading.outputs import read_rows, write_outputs
from torchgrade.grading.store import Kept, Store
from torchgrade.model.marks import marks_of
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.people import Delivered, Enrolled, Person, Sources
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood
from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import ExporterSource, ReportSection

FILES = ("gradebook.csv", "index.html", "results.jsonl", "students/ada.html")


def fill(bench: Any, exercises: Sequence[ExerciseResult] = ()) -> None:
    course = bench.executor.course
    result = SubmissionResult(
        submission="ada", points=2.0, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=0.1, exercises=list(exercises),
        environment=course.environment,
    )  # fmt: skip
    with Store(bench.out, writing=True) as store:
        store.keep_configuration(Kept(config=choose(bench.order().options, None, bench.out), course=course))
        store.keep("k", result)


def page_of_a_course(bench: Any, monkeypatch: pytest.MonkeyPatch, package: str, language: str) -> str:
    """Return the student's page of a run of the exercise softmax, which was installed as a package."""
    course = structs.replace(bench.executor.course, catalogue_packages=(package,))
    monkeypatch.setattr(bench.executor, "course", course)
    found = ExerciseResult(exercise="softmax", status=Status.MISSING, points=0.0, max_points=2.0)
    fill(bench, [found])
    with Store(bench.out, writing=False) as store:
        write_outputs(store, bench.plugins(), [language])
    return (bench.out / "students" / "ada.html").read_text("utf-8")


def test_the_files_come_back_byte_for_byte_from_the_database_alone(bench: Any) -> None:
    fill(bench)
    with Store(bench.out, writing=False) as store:
        write_outputs(store, bench.plugins())
        first = {name: (bench.out / name).read_bytes() for name in FILES}
        for name in FILES:
            (bench.out / name).unlink()
        write_outputs(store, bench.plugins())

    assert {name: (bench.out / name).read_bytes() for name in FILES} == first


def test_pages_are_in_the_language_asked_for_and_exports_are_not(bench: Any) -> None:
    fill(bench)
    with Store(bench.out, writing=False) as store:
        write_outputs(store, bench.plugins())
        before = (bench.out / "results.jsonl").read_bytes()
        write_outputs(store, bench.plugins(), ["zh"])

    for name in ("index.html", "students/ada.html"):
        assert '<html lang="zh">' in (bench.out / name).read_text("utf-8")
    assert (bench.out / "results.jsonl").read_bytes() == before


@pytest.mark.parametrize(("language", "shown"), [("en", "A linear model gives"), ("zh", "线性模型")])
def test_statements_are_those_of_the_installed_course(
    bench: Any, monkeypatch: pytest.MonkeyPatch, language: str, shown: str
) -> None:
    page = page_of_a_course(bench, monkeypatch, "torchgrade_d2l.softmax_regression.softmax", language)
    assert shown in page
    assert '<math display="block">' in page


def test_a_course_that_is_gone_leaves_pages_without_statements(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of_a_course(bench, monkeypatch, "no_such_course.softmax_regression.softmax", "en")
    assert "softmax" in page
    assert "<summary>Statement</summary>" not in page
    assert "left out" not in page


def test_pages_in_two_languages_are_made_from_the_same_results(bench: Any) -> None:
    fill(bench)
    with Store(bench.out, writing=False) as store:
        page = write_outputs(store, bench.plugins(), ["zh", "en"])

    assert page == bench.out / "index.html"
    pages = {str(path.relative_to(bench.out)): path.read_text("utf-8") for path in bench.out.rglob("*.html")}
    assert {name: re.findall('<html lang="(..)">', text) for name, text in pages.items()} == {
        "index.html": ["zh"],
        "index.en.html": ["en"],
        "students/ada.html": ["zh"],
        "students/ada.en.html": ["en"],
    }


def test_a_run_in_which_nothing_was_graded_has_no_pages(bench: Any) -> None:
    with Store(bench.out, writing=True) as store, pytest.raises(UsageError, match="contains no graded submission yet"):
        write_outputs(store, bench.plugins())


def test_an_exporter_that_fails_is_named(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        @hookimpl
        def torchgrade_exporters(self) -> list[ExporterSource]:
            return [ExporterSource(name="broken", export="broken_exporter:export", always=True)]

    def export(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(sys.modules, "broken_exporter", SimpleNamespace(export=export))
    bench.extra.append(Broken())
    fill(bench)

    with Store(bench.out, writing=False) as store, pytest.raises(CourseError, match=r"'broken'.*ZeroDivisionError"):
        write_outputs(store, bench.plugins())


def test_a_plugin_that_cannot_name_its_sections_is_named_on_the_page_and_costs_nothing_else(bench: Any) -> None:
    class Broken:
        @hookimpl
        def torchgrade_report_sections(self) -> list[ReportSection]:
            raise ZeroDivisionError

    bench.extra.append(Broken())
    fill(bench)
    with Store(bench.out, writing=False) as store:
        page = write_outputs(store, bench.plugins()).read_text("utf-8")

    assert "failed in torchgrade_report_sections: ZeroDivisionError()" in page
    assert "ada" in page


def test_a_section_for_a_page_that_there_is_not_is_named(bench: Any) -> None:
    class Misspelt:
        @hookimpl
        def torchgrade_report_sections(self) -> list[ReportSection]:
            return [ReportSection(name="late", page="students", render="late:render")]

    bench.extra.append(Misspelt())
    fill(bench)
    with Store(bench.out, writing=False) as store:
        page = write_outputs(store, bench.plugins()).read_text("utf-8")

    assert "section late is for the page students, but there are only these pages: class, student." in page


def test_the_gradebook_of_a_run_is_that_of_lists(bench: Any, tmp_path: Path) -> None:
    people = [("1", "1+2", "A"), ("2", "1+2", "B"), ("ada", "ada", "A"), ("late", "late", "B"), ("zoe", "", "A")]
    with Store(bench.out, writing=True) as store:
        course = bench.executor.course
        store.keep_configuration(Kept(config=choose(bench.order().options, None, bench.out), course=course))
        for name in ("1+2", "ada", "9", "\u674e"):
            store.keep("k", result_of(name, 1.5))
        absent = NotUnderstood(name="zoe", note=Note(message_id="a.b"), is_absent=True)
        store.register.keep_listing(["1+2", "ada", "\u674e"], [absent], [], {"1+2": ("2", "1")})
        enrolled = [
            Enrolled(key=key, submission=name, person=Person(section=section), is_listed=True)
            for key, name, section in people
        ]
        store.register.keep_people(enrolled, [Delivered(submission="ada", is_late=True)], Sources(paths=()))
        store.history.decide("2", 0.5, "oral exam")
        rows, results = read_rows(store), list(store.results())
        listed = structs.replace(
            rows, gone=store.gone(), groups=store.register.groups(), enrolled=store.register.enrolled(),
            delivered=store.register.delivered(), attempts=(),
        )  # fmt: skip
        (tmp_path / "lists").mkdir()
        written = gradebook.export(store.results(), rows, bench.out).read_bytes()
        assert written == gradebook.export(results, listed, tmp_path / "lists").read_bytes()
        assert marks_of(store.results(), rows) == marks_of(results, listed)
    assert [line.partition(",")[0] for line in written.decode("utf-8-sig").splitlines()[1:]] == [
        "1", "2", "9", "ada", "late", "zoe", "\u674e",
    ]  # fmt: skip


def test_the_files_are_those_of_the_run_as_it_was_when_the_command_began(bench: Any) -> None:
    fill(bench)

    class Meddler:
        @hookimpl
        def torchgrade_report_sections(self) -> list[ReportSection]:
            with Store(bench.out, writing=True) as store:
                store.keep("k", result_of("bo"))
            return []

    bench.extra = [Meddler()]
    with Store(bench.out, writing=False) as store:
        write_outputs(store, bench.plugins())
    assert "students/bo.html" not in (bench.out / "index.html").read_text("utf-8")
    assert not (bench.out / "students" / "bo.html").exists()
