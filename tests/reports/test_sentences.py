"""What ``torchgrade.reports.sentences`` promises."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import torchgrade
from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.foreign import END, START
from torchgrade.model.results import Note
from torchgrade.reports.sentences import Sentences

USED = re.compile(r"""\b(say|count|filled)\(\s*"([a-z_.0-9]+)\"""")


def test_a_record_is_rendered_from_its_id_and_values(sentences: Sentences) -> None:
    shown = sentences.message("shape.differs", {"what": "result", "got_shape": [2], "want": [3]}, "stored")
    assert shown == "Expected the result to have shape (3,), but it has shape (2,)."


def test_the_stored_message_stands_where_the_catalogue_lacks_the_entry(sentences: Sentences) -> None:
    assert sentences.note(Note(message_id="gone.entry", message="stored")) == "stored"


def test_the_stored_message_stands_where_a_field_is_lacking(sentences: Sentences) -> None:
    assert sentences.message("shape.differs", {}, "stored") == "stored"


def test_a_sentence_of_ours_that_is_not_there_is_an_error(sentences: Sentences) -> None:
    with pytest.raises(CourseError, match=r"page\.no_such"):
        sentences.say("no_such")


def test_title_and_requirement_of_a_check_are_looked_up_by_its_id() -> None:
    sentences = Sentences(Catalogue({"check.f.rows.title": "逐行", "check.f.rows": "每一行\n之和应为 {1}。"}, "zh"))

    assert sentences.title("f.rows", "Rows") == "逐行"
    assert sentences.requirement("f.rows", "Each row must add to 1.") == "每一行 之和应为 {1}。"


def test_a_course_without_sentences_has_the_stored_ones_and_the_checks_own_name(sentences: Sentences) -> None:
    assert sentences.title("old.rows", "Rows") == "Rows"
    assert sentences.title("old.rows") == "rows"
    assert sentences.requirement("old.rows", "Each row must add to 1.") == "Each row must add to 1."
    assert sentences.requirement("old.rows", "") == "This check has no description."


def test_what_fills_a_sentence_is_made_showable() -> None:
    sentences = Sentences(Catalogue({"page.a": "Hello {name}"}))
    assert sentences.say("a", name="\x1b[31m\u202e") == "Hello \\x1b[31m\\u202e"


def test_every_sentence_that_pages_ask_for_is_in_the_catalogue(catalogue: Catalogue) -> None:
    room = Path(torchgrade.__file__).parent / "reports"
    sources = [*room.glob("*.py"), *(room / "templates").glob("*.html")]
    used = {match for source in sources for match in USED.findall(source.read_text("utf-8"))}
    assert len(used) > 80
    for kind, name in used:
        for entry in [f"page.{name}"] if kind != "count" else [f"page.{name}.one", f"page.{name}.many"]:
            assert entry in catalogue, entry


def test_every_sentence_of_the_pages_is_in_chinese_too() -> None:
    chinese = load_catalogue([files("torchgrade") / "catalogues"], "zh")
    assert {entry for entry in chinese.english if entry.startswith("page.")} == set()


def test_no_list_is_joined_by_code() -> None:
    room = Path(torchgrade.__file__).parent / "reports"
    joined = {
        (source.name, line.strip())
        for source in room.glob("*.py")
        for line in source.read_text("utf-8").splitlines()
        if re.search(r"""["'][^"']*[,;:.]\s*["']\.join""", line)
    }
    # An index, the selectors of the style, and lists that a mail program and a command read.
    assert {name for name, _ in joined} == {"evidence.py", "fragment.py", "mistake_groups.py"}


@pytest.mark.parametrize("mark", [",", ";", ":", "."])
def test_no_mark_of_punctuation_stands_in_a_template_between_words(mark: str) -> None:
    for template in (files("torchgrade.reports") / "templates").iterdir():
        if template.name.endswith(".html"):
            text = re.sub(r"<style>.*?</style>|{#.*?#}|style=\"[^\"]*\"", "", template.read_text("utf-8"), flags=re.S)
            assert not re.search(rf"(}}}}|>)\{mark}|\{mark} *{{{{", re.sub(r"{%.*?%}", "", text)), template.name


def test_english_of_a_record_is_marked_and_what_the_catalogue_said_is_not(sentences: Sentences) -> None:
    catalogue = Catalogue({"page.a": "甲 {b}", "page.list.comma": "、"}, "zh")
    chinese = Sentences(catalogue, marks=True)
    said = chinese.say("a", b="not my words")

    assert said == f"甲 {START}not my words{END}"
    assert chinese.joined([said, said]) == f"{said}、{said}"
    assert chinese.message("none", {}, f"an {END} entry") == f"{START}an \\ufdd1 entry{END}"
    assert chinese.message("none", {}, said) == said
    assert chinese.title("f.rows", "Rows") == f"{START}Rows{END}"
    assert chinese.title("f.rows") == "rows"
    assert Sentences(catalogue).say("a", b="not my words") == "甲 not my words"


def test_a_cut_text_says_in_the_language_of_the_page_how_much_is_left_out() -> None:
    chinese = Sentences(Catalogue({"page.left_out": "省略 {n} 字"}, "zh"))

    assert "省略 10 字" in chinese.text("x" * 20, limit=10)


def test_no_word_of_a_template_stands_outside_the_catalogue() -> None:
    for template in (files("torchgrade.reports") / "templates").iterdir():
        if template.name.endswith(".html"):
            text = re.sub(r"<style>.*?</style>|{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text("utf-8"), flags=re.S)
            words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", " ", text))
            assert words == [], template.name
