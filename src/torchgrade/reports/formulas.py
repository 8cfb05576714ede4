"""LaTeX formulas as MathML. Import this module late, because it imports a converter that only statements need."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as ET

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

LONGEST = 1000
"""Most characters of a formula, because the converter crashes the process at some thousand nested groups."""
_MOST_MACROS = 100
_ELEMENTS = frozenset({
    "math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub",
    "msup", "msubsup", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mpadded", "mphantom", "b", "i", "code",
})  # fmt: skip
"""Elements of a formula; links are missing, because an equation on another page cannot be a target."""


def formula(latex: str, *, display: bool) -> Markup | None:
    """Return a formula as MathML with its LaTeX as an annotation; return None if it cannot be converted.

    :param display: whether the formula is on a line of its own.
    """
    if len(latex) > LONGEST:
        return None
    try:
        text = _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError:
        return None
    return Markup(text) if _is_well_formed(text) else None  # noqa: S704 - just examined


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(annotation=True, fancy_error=False, max_expansions=_MOST_MACROS)


def _is_well_formed(text: str) -> bool:
    """Return whether a text is one formula of known elements; the converter does not escape every ``<``."""
    try:
        # XML does not know the names of these invisible characters.
        math = ET.fromstring(text.replace("&ApplyFunction;", "").replace("&InvisibleTimes;", ""))  # noqa: S314 - no DTD
    except ET.ParseError:
        return False
    return all(part.tag in _ELEMENTS and not {"id", "href"} & part.attrib.keys() for part in math.iter())
