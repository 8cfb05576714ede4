"""Formulas as MathML."""

from __future__ import annotations

import html
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from torchgrade.reports.formulas import LONGEST, formula


def parsed(latex: str, *, display: bool = True) -> ET.Element:
    made = formula(latex, display=display)
    assert isinstance(made, Markup)
    return ET.fromstring(made.replace("&ApplyFunction;", "").replace("&InvisibleTimes;", ""))


def shown(latex: str) -> str:
    """Return the characters of a formula, without its annotation."""
    (row, _) = parsed(latex).find("semantics") or ()
    return "".join(row.itertext())


def test_a_formula_carries_its_source() -> None:
    annotation = parsed(r"a < b \& c").find("semantics/annotation")
    assert annotation is not None
    assert annotation.text == r"a < b \& c"


@pytest.mark.parametrize(("display", "attribute"), [(True, "block"), (False, None)])
def test_a_formula_is_on_its_own_line_or_in_a_line(display: bool, attribute: str | None) -> None:
    assert parsed("x", display=display).get("display") == attribute


@pytest.mark.parametrize(
    ("latex", "characters"),
    [
        (r"\mathbf X \mathbf{w}", "𝐗𝐰"),
        (r"\boldsymbol{\epsilon}", "𝝐"),
        (r"\mathbb{R}", "ℝ"),
        (r"\text{宽}", "宽"),
        (r"\texttt{num\_cols}", "num_cols"),
        (r"a \sim b", "a∼b"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a=bc=d"),
    ],
)
def test_a_letter_has_its_style_without_help_of_the_browser(latex: str, characters: str) -> None:
    assert shown(latex) == characters
    assert 'mathvariant="bold' not in str(formula(latex, display=True))


@pytest.mark.parametrize("latex", [r"\operatorname*{argmax}_{j} x_j", r"\max_j x_j", r"\sum_{j} x_j", r"\prod_j x_j"])
def test_limits_are_below_a_name_on_its_own_line(latex: str) -> None:
    assert parsed(latex).find(".//munder") is not None


def test_the_name_of_a_function_is_one_word() -> None:
    assert [part.text for part in parsed(r"\mathrm{softmax}(o)").iter("mi")] == ["softmax", "o"]


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{",
        r"\unknown{x}",
        "a & b",
        "}",
        r"\href{javascript:alert(1)}{x}",
        r"\begin{equation}\label{a}x\end{equation}",
        r"\eqref{a}",
        r"\operatorname<",
        r"\newcommand{\a}{\a\a}\a",
        "{" * 500_000 + "}" * 500_000,
    ],
)
def test_a_formula_that_cannot_be_converted_is_none(latex: str) -> None:
    assert formula(latex, display=True) is None
    assert formula(latex, display=False) is None


@pytest.mark.parametrize(("left", "right"), [("{", "}"), (r"\frac1{", "}"), (r"\left(", r"\right)"), ("x^{", "}")])
def test_the_deepest_formula_that_is_tried_harms_nothing(left: str, right: str) -> None:
    depth = (LONGEST - 1) // len(left + right)
    formula(left * depth + "x" + right * depth, display=True)


@pytest.mark.parametrize("latex", ["<img src=x onerror=alert(1)>", r"\text{<b>x</b>}", "\"'", "</math><script>"])
def test_markup_in_a_formula_is_text(latex: str) -> None:
    made = str(formula(latex, display=False) or "")
    assert not [name for name in ("<img", "<b>", "<script") if name in made.lower()]
    if made:
        assert html.escape(latex, quote=False) in made
