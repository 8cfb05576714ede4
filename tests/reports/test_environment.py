"""What ``torchgrade.reports.environment`` promises."""

from __future__ import annotations

import re

import jinja2
import pytest
from markupsafe import Markup

from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences


def test_text_is_escaped_whatever_a_template_is_called(environment: jinja2.Environment) -> None:
    assert environment.from_string("{{ text }}").render(text='<b title="x">') == "&lt;b title=&#34;x&#34;&gt;"


def test_a_name_that_is_not_there_is_an_error(environment: jinja2.Environment) -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nobody }}").render()


def test_no_template_marks_text_as_safe(environment: jinja2.Environment) -> None:
    assert environment.loader is not None
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)
        assert not re.search(r"\|\s*safe|Markup", source), name
        assert "autoescape" not in source, name
        assert "<script" not in source, name


def test_only_imported_templates_have_macros_because_a_macro_keeps_the_records_of_its_page(
    environment: jinja2.Environment,
) -> None:
    assert environment.loader is not None
    sources = {name: environment.loader.get_source(environment, name)[0] for name in environment.list_templates()}
    used = {word: set(re.findall(rf'{word} "([^"]+)"', "".join(sources.values()))) for word in ("import", "include")}

    having = {name for name, source in sources.items() if "{% macro" in source}
    assert having == used["import"]
    assert not having & used["include"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("put `yield` there", "put <code>yield</code> there"),
        ("a < b `<b>` & `x`", "a &lt; b <code>&lt;b&gt;</code> &amp; <code>x</code>"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ],
)
def test_what_stands_between_backticks_is_code_and_nothing_acts(
    environment: jinja2.Environment, text: str, html: str
) -> None:
    assert environment.from_string("{{ text | code }}").render(text=text) == html


def test_a_name_may_break_after_each_underscore_and_is_escaped(environment: jinja2.Environment) -> None:
    template = environment.from_string("{{ text | breakable }}")
    assert template.render(text="cross_entropy_<b>") == "cross_<wbr>entropy_<wbr>&lt;b&gt;"
    assert template.render(text="") == ""


def test_a_sentence_may_have_markup_in_its_fields() -> None:
    entries = {"page.a": "{name} 的反馈：{text}", "page.b": "Feedback for {name}: {text}"}
    filled = make_environment(Sentences(Catalogue(entries, "zh"), marks=True)).globals["filled"]
    name, sly = Markup("<bdi>王小明</bdi>"), Markup("<bdi>a{text}b</bdi>")

    assert filled("a", name=name, text="<b>") == "<bdi>王小明</bdi>的反馈：&lt;b&gt;"
    assert filled("a", name=sly, text="x") == "<bdi>a{text}b</bdi> 的反馈：x"
    assert filled("b", name=name, text=Markup("<i></i>")) == "Feedback for <bdi>王小明</bdi>: <i></i>"
