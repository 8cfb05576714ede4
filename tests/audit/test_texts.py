"""Submissions are cut out of an author's modules."""

from __future__ import annotations

import pytest

from tests.audit.conftest import MISTAKES, REFERENCE, VARIANTS
from torchgrade.audit.texts import ReachesError, mistake_text, public_functions, rename, variant_text


def run(text: str, value: float) -> float:
    space: dict[str, object] = {}
    exec(text, space)
    return space["double"](value)  # type: ignore[operator]


def test_a_mistake_brings_the_helpers_that_it_reaches_and_no_others() -> None:
    text = mistake_text("def double(X):\n    return half(X)\n", MISTAKES, "double", REFERENCE)

    assert run(text, 8.0) == 4.0
    assert "mistake" not in text
    assert "torch" not in text


def test_the_right_answer_is_the_reference_under_another_name() -> None:
    text = mistake_text("def double(X):\n    return right(X) / 4\n", MISTAKES, "double", REFERENCE)

    assert run(text, 8.0) == 4.0
    assert "def right(X):" in text


def test_a_helper_of_the_reference_with_the_name_of_a_helper_of_the_mistake_gets_another_name() -> None:
    reference = "def half(X):\n    return 0.5 * X\n\n\ndef double(X):\n    return 4 * half(X)\n"
    module = "def half(X):\n    return X // 2\n"
    source = "def double(X):\n    return right(half(X))\n"

    assert run(mistake_text(source, module, "double", reference), 5.0) == 4.0


def test_a_right_answer_that_calls_itself_still_does() -> None:
    reference = "def double(X):\n    return 0 if X == 0 else 2 + double(X - 1)\n"

    assert run(mistake_text("def double(X):\n    return right(X) + 1\n", "", "double", reference), 3) == 7


def test_a_decorator_of_the_right_answer_finds_the_module_that_both_texts_import() -> None:
    line = "import functools\n"
    reference = f"{line}\n@functools.cache\ndef double(X):\n    return 2 * X\n"
    source = "def double(X):\n    return right(X) + len(functools.__name__)\n"

    assert run(mistake_text(source, line, "double", reference), 3.0) == 15.0


def test_a_name_of_torchgrade_or_of_a_course_is_refused() -> None:
    module = "from torchgrade_d2l.oracle import lowered\n"

    with pytest.raises(ReachesError) as error:
        mistake_text("def double(X):\n    return lowered(X)\n", module, "double", REFERENCE)

    assert (error.value.name, error.value.module) == ("lowered", "torchgrade_d2l.oracle")


def test_a_name_of_torchgrade_that_nothing_reaches_is_no_matter() -> None:
    module = "from torchgrade.checking.diagnosis import raised\n"

    assert "torchgrade" not in mistake_text("def double(X):\n    return X\n", module, "double", REFERENCE)


def test_a_variant_gets_the_name_of_the_exercise_and_keeps_its_comments() -> None:
    text = variant_text("by_factor", VARIANTS, "double")

    assert run(text, 4.0) == 8.0
    assert "# A comment stays." in text
    assert "by_stack" not in text


def test_a_variant_may_call_another() -> None:
    module = "def first(X):\n    return X + X\n\n\ndef second(X):\n    return first(X)\n"

    assert run(variant_text("second", module, "double"), 3) == 6


def test_helpers_with_decorators_and_assignments_over_lines_come_whole() -> None:
    module = (
        "import functools\n\n_PARTS = (\n    1,\n    1,\n)\n\n\n@functools.cache\ndef _sum():\n    return sum(_PARTS)\n\n\n"
        "def summed(X):\n    return X * _sum()\n"
    )

    assert run(variant_text("summed", module, "double"), 3) == 6


def test_functions_of_variants_are_those_without_an_underscore() -> None:
    assert list(public_functions(VARIANTS)) == ["by_factor", "by_stack"]


def test_renaming_leaves_attributes_and_strings() -> None:
    text = "def double(X):\n    return X.double() + double('double')"

    assert rename(text, {"double": "right"}) == "def right(X):\n    return X.double() + right('double')"


def test_renaming_counts_columns_in_bytes() -> None:
    assert rename("值 = (double, '双')", {"double": "right"}) == "值 = (right, '双')"
