"""What ``torchgrade.reports.write`` promises."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import jinja2
import pytest
from markupsafe import Markup
from msgspec.structs import replace

from tests.english_runs import english_runs
from tests.reports.big_class import SECTIONS, WORD, big_class, people
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.foreign import END, START
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import Argument, Diagnosis, Evidence, Frame, Note, SubmissionResult
from torchgrade.plugins.resources import ReportSection
from torchgrade.reports import statements, write_students
from torchgrade.reports.plugin_sections import make_sections
from torchgrade.reports.scripts import script
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.write import write_lecture, write_pages
from torchgrade.reports.write_students import EACH_FURTHER, LARGEST_PAGE, USUAL, render_student

POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def section_of_a_plugin(results: Sequence[SubmissionResult]) -> Markup:
    return Markup("<p>Seen: {}</p>").format(", ".join(result.submission for result in results))


def section_of_plain_text(results: Sequence[SubmissionResult]) -> str:
    return f"<b>{len(results)}</b>"


def section_that_fails(results: Sequence[SubmissionResult]) -> Markup:
    raise RuntimeError(len(results))


@pytest.fixture
def pages(tmp_path: Path, sample: ModuleType, catalogue: Catalogue) -> Path:
    results, rows = sample.a_class()
    write_pages(results, rows, tmp_path, [catalogue], [])
    return tmp_path


def test_a_run_has_a_class_page_and_one_page_for_each_submission(pages: Path, sample: ModuleType) -> None:
    results, _ = sample.a_class()
    assert sorted(path.name for path in pages.iterdir()) == ["index.html", "students"]
    names = {path.name for path in (pages / "students").iterdir()}
    assert len(names) == len(results)
    assert {"ada.html", "李雷.html"} <= names


def test_writing_again_gives_the_same_bytes(pages: Path, sample: ModuleType, catalogue: Catalogue) -> None:
    before = {path: path.read_bytes() for path in pages.rglob("*.html")}
    results, rows = sample.a_class()
    write_pages(list(reversed(results)), rows, pages, [catalogue], [])
    assert {path: path.read_bytes() for path in pages.rglob("*.html")} == before


def test_every_page_forbids_requests_and_has_one_heading_and_a_language(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        text = path.read_text("utf-8")
        scripts = script("sorting.js").policy if path.name == "index.html" else ""
        assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(scripts)}">' in text
        assert text.count("<script") == bool(scripts)
        assert text.count("<h1") == 1
        assert '<html lang="en">' in text
        assert "http://" not in text
        assert "https://" not in text


def test_the_language_of_a_page_is_that_of_its_catalogue(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue
) -> None:
    results, rows = sample.a_class()
    chinese = Catalogue({**catalogue.entries, "page.class_title": "班级报告"}, "zh")
    text = write_pages(results, rows, tmp_path, [chinese], []).read_text("utf-8")
    assert '<html lang="zh">' in text
    assert "<h1>班级报告</h1>" in text


@pytest.fixture
def both(tmp_path: Path, sample: ModuleType, catalogue: Catalogue) -> Path:
    """Pages in both languages, the English ones under the usual names."""
    results, rows = sample.a_class()
    write_pages(results, rows, tmp_path, [catalogue, catalogue_for(language="zh")], [])
    return tmp_path


def links(text: str) -> dict[str, str]:
    """Return the address of each language's page."""
    found = re.findall(r'<a href="([^"]*)" lang="(\w+)" hreflang="(\w+)">([^<]*)</a>', text)
    assert all(lang == hreflang for _, lang, hreflang, _ in found)
    return {name: unquote(href) for href, _, _, name in found}


def test_each_page_in_two_languages_links_to_its_other_file(both: Path) -> None:
    pages = sorted(both.rglob("*.html"))
    assert len(pages) == 20
    for path in pages:
        text = path.read_text("utf-8")
        is_main = path.name.count(".") == 1
        other = path.name.replace(".html", ".zh.html") if is_main else path.name.replace(".zh.html", ".html")
        assert f'<html lang="{"en" if is_main else "zh"}">' in text
        assert links(text) == {"中文" if is_main else "English": other}
        assert (path.parent / other).is_file()


def test_the_class_page_links_to_pages_in_its_own_language(both: Path) -> None:
    for name, suffix in (("index.html", ".html"), ("index.zh.html", ".zh.html")):
        hrefs = set(re.findall(r'href="students/([^"]*)"', (both / name).read_text("utf-8")))
        assert len(hrefs) == 9
        for href in hrefs:
            assert unquote(href).partition(".")[1:] == (".", suffix[1:])
            assert (both / "students" / unquote(href)).is_file()


def test_pages_in_one_language_link_to_no_other(pages: Path) -> None:
    assert all("hreflang" not in path.read_text("utf-8") for path in pages.rglob("*.html"))


def test_pages_in_a_language_that_is_not_written_again_are_removed(
    both: Path, sample: ModuleType, catalogue: Catalogue
) -> None:
    results, rows = sample.a_class()
    others = [both / "index.zh.txt", both / "own.zh.html", both / "students" / "nobody.zh.html"]
    for path in others:
        path.write_text("mine", "utf-8")
    copy = both / "index.old.html"
    copy.write_bytes((both / "index.zh.html").read_bytes())
    (both / "index.fr.html").mkdir()
    write_pages(results, rows, both, [catalogue], [])

    kept = set(both.rglob("*.zh.*"))
    assert kept == set(others)
    assert copy.is_file()
    assert len([path for path in both.rglob("*.html") if path.is_file()]) == 10 + 3


def test_no_page_in_chinese_has_a_run_of_english_words(both: Path) -> None:
    for path in both.rglob("*.zh.html"):
        assert english_runs(path.read_text("utf-8")) == [], path.name


def test_a_mark_of_a_submission_is_text_on_its_page(tmp_path: Path, sample: ModuleType) -> None:
    forged = f"{START}</p>{END} {START}"
    check = replace(sample.failed_values(), message_id="raised.outside", values={"type": forged, "message": forged},
                    output=forged, frames=[Frame(place=forged, function=forged, line=forged)])  # fmt: skip
    result = sample.submission(f"a{START}", [sample.graded(sample.SOFTMAX, [check], file=forged)])
    write_pages([result], sample.a_class()[1], tmp_path, [catalogue_for(language="zh")], [])

    for path in tmp_path.rglob("*.html"):
        text = path.read_text("utf-8")
        assert START not in text
        assert END not in text
        assert 'lang="en">&lt;/p' not in text


@pytest.mark.parametrize("count", [1, 10, 150])
def test_a_submission_that_fills_every_field_keeps_its_page_small(
    count: int, sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    flood = "<\"&'\x1b" * 20_000
    cells = [["-1.234e+05"] * 8 for _ in range(8)]
    view = sample.tensor(cells, [100, 100], truncated=True)
    note = Note(message_id="unknown.entry", message=flood)
    check = replace(
        sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED),
        message=flood,
        diagnosis=Diagnosis(misconception="unknown", message=flood),
        evidence=Evidence(call=flood, arguments=[Argument(name=flood, value=view)] * 9, expected=view, got=view),
        frames=[Frame(place=flood, function=flood, line=flood)] * 100,
        notes=[note] * 100,
        output=flood,
    )
    checks = [replace(check, check=f"softmax.check_{i}") for i in range(count)]
    part = sample.graded(sample.SOFTMAX, checks, file=flood, notes=[note] * 100)
    result = sample.submission("x" * 255, [part], problems=[note] * 100)
    _, rows = sample.a_class()
    text = render_student(result, rows, sentences, environment)
    assert len(text.encode()) <= LARGEST_PAGE
    assert "too large" in text
    assert 'id="check-softmax.check_0"' in text


def test_a_flood_in_each_exercise_of_a_chapter_keeps_the_page_in_proportion(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    check = sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED, message="<\"&'" * 20_000, output="<\"&'" * 20_000)
    checks = [replace(check, check=f"softmax.check_{i}") for i in range(20)]
    parts = [sample.graded(replace(sample.SOFTMAX, exercise=f"softmax_{i}"), checks) for i in range(28)]
    _, rows = sample.a_class()
    text = render_student(sample.submission("x", parts), rows, sentences, environment)
    assert len(text.encode()) <= LARGEST_PAGE + (28 - USUAL) * EACH_FURTHER
    assert "too large" in text


def test_a_page_of_a_whole_chapter_may_be_longer(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, rows = sample.a_class()
    parts = [sample.graded(sample.SOFTMAX, [sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED)])] * 28
    result = sample.submission("ada", parts)
    monkeypatch.setattr(write_students, "LARGEST_PAGE", 1)

    assert "too large" not in render_student(result, rows, sentences, environment)
    monkeypatch.setattr(write_students, "EACH_FURTHER", 0)
    assert "too large" in render_student(result, rows, sentences, environment)


def test_a_students_page_has_the_statements_of_its_exercises_and_the_class_page_has_none(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue
) -> None:
    results, rows = sample.a_class()
    texts = {"softmax": Statement(text="# softmax(X)\n\n## Rows\n\nA $q$.", language="en")}
    index = write_pages(results, rows, tmp_path, [catalogue], [], {"en": texts}).read_text("utf-8")
    page = (tmp_path / "students" / "ada.html").read_text("utf-8")

    assert page.count("<summary>Statement</summary>") == 1
    assert "<h4>Rows</h4>\n<p>A <math>" in page
    assert "<math>" not in index


def test_statements_are_converted_once_for_a_whole_class(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = sample.a_class()
    converted: list[str] = []
    real = statements.convert
    monkeypatch.setattr(statements, "convert", lambda text, *rest: (converted.append(text.text), real(text, *rest))[1])
    texts = {exercise.exercise: Statement(text=exercise.exercise, language="en") for exercise in sample.EXERCISES}
    write_pages(results, rows, tmp_path, [catalogue], [], {"en": texts})

    assert sorted(converted) == sorted(texts)


def test_a_page_that_is_too_large_loses_its_statements_first(
    sample: ModuleType, sentences: Sentences, environment: jinja2.Environment
) -> None:
    _, rows = sample.a_class()
    texts = {"softmax": Statement(text="long " * LARGEST_PAGE, language="en")}
    text = render_student(sample.ada(), rows, sentences, environment, statements=Statements(texts, sentences))

    assert "The statements are left out" in text
    assert text.replace("The statements are left out", "") != text
    assert "long texts and tables are cut" not in text
    whole = render_student(sample.ada(), rows, sentences, environment)
    warning = len('<p class="warning"><span aria-hidden="true">!</span> ') + 90
    assert abs(len(text) - len(whole)) < warning


def test_an_ordinary_page_is_not_shortened(pages: Path) -> None:
    text = (pages / "students" / "ada.html").read_text("utf-8")
    assert "too large" not in text
    assert len(text.encode()) < 40_000


def own_section(monkeypatch: pytest.MonkeyPatch, function: object, page: str = "class") -> ReportSection:
    """Return a section whose reference is found without a module on the path."""
    monkeypatch.setattr(write_students, "section_under_test", function, raising=False)
    return ReportSection(name="late", page=page, render="torchgrade.reports.write_students:section_under_test")


def test_a_section_of_a_plugin_stands_on_its_page(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = sample.a_class()
    section = own_section(monkeypatch, section_of_a_plugin, "student")
    index = write_pages(results, rows, tmp_path, [catalogue], [section])
    page = (tmp_path / "students" / "ada.html").read_text("utf-8")
    assert '<section id="section-late"' in page
    assert "<p>Seen: ada</p>" in page
    assert "Seen:" not in index.read_text("utf-8")


def test_a_section_that_is_not_markup_is_escaped(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = sample.a_class()
    section = own_section(monkeypatch, section_of_plain_text)
    assert "&lt;b&gt;9&lt;/b&gt;" in write_pages(results, rows, tmp_path, [catalogue], [section]).read_text("utf-8")


def test_a_section_that_fails_is_named_and_costs_nothing_else(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = sample.a_class()
    section = own_section(monkeypatch, section_that_fails)
    text = write_pages(results, rows, tmp_path, [catalogue], [section]).read_text("utf-8")
    assert "A plugin could not make its section late of this page." in text
    assert "Students</h2>" in text


def test_a_section_that_cannot_be_imported_is_marked_as_missing() -> None:
    section = ReportSection(name="late", page="class", render="no_such_package:render")
    (made,) = make_sections([section], "class", [])
    assert made.missing


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory, sample: ModuleType, catalogue: Catalogue) -> Path:
    """Pages for a lecture of a class in which every text of a student contains ``big_class.WORD``."""
    results, rows = big_class(sample, 60)
    place = tmp_path_factory.mktemp("lecture")
    write_lecture(results, rows, place, [catalogue, catalogue_for(language="zh")], b"k" * 32)
    return place


def test_the_page_for_a_lecture_is_beside_the_other_pages_in_each_language(lecture: Path) -> None:
    assert sorted(path.name for path in lecture.iterdir()) == ["lecture.html", "lecture.zh.html"]
    assert 'href="lecture.zh.html"' in (lecture / "lecture.html").read_text("utf-8")


def test_the_page_for_a_lecture_contains_no_trace_of_a_student(lecture: Path) -> None:
    secrets = {WORD, "O'Neill", "Spoke to", "example.org", "students/", "gradebook.csv", "results.jsonl", *SECTIONS}
    for one in people(67):
        secrets |= {one.name, one.number, one.login, one.email, one.lms}
    for page in lecture.iterdir():
        text = html.unescape(re.sub('data:image[^"]*', "", page.read_text("utf-8"))).lower()
        assert [secret for secret in secrets if secret.lower() in text] == []


def test_the_page_for_a_lecture_keeps_a_cause_that_is_a_sentence_of_the_course(lecture: Path) -> None:
    assert "You divided by the column sums (dim=0)." in (lecture / "lecture.html").read_text("utf-8")


def test_the_page_for_a_lecture_names_no_hidden_check(lecture: Path, sample: ModuleType) -> None:
    text = (lecture / "lecture.html").read_text("utf-8")
    assert "softmax.gradient" in text
    assert "softmax.hidden" not in text


def test_the_page_for_a_lecture_in_one_language_replaces_that_in_two(
    tmp_path: Path, sample: ModuleType, catalogue: Catalogue
) -> None:
    results, rows = sample.a_class()
    write_lecture(results, rows, tmp_path, [catalogue, catalogue_for(language="zh")], b"k")
    write_lecture(results, rows, tmp_path, [catalogue], b"k")
    assert [path.name for path in tmp_path.iterdir()] == ["lecture.html"]
