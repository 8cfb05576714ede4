"""Keys under which an author argues for a mutant."""

from __future__ import annotations

from torchgrade.audit.mutants.keys import change_between


def test_a_changed_line_is_named_without_its_indentation() -> None:
    assert change_between("def f():\n    return 1\n", "def f():\n    return 2\n") == "return 1 -> return 2"


def test_a_dropped_line_became_nothing() -> None:
    assert change_between("a\nb\nc", "a\nc") == "b -> (nothing)"


def test_a_new_line_is_named_with_the_line_before_it() -> None:
    assert change_between("def f(X):\n    b", "def f(X):\n    a\n    b") == "(nothing) -> a after def f"


def test_lines_around_which_a_block_was_opened_do_not_count() -> None:
    assert change_between("with g:\n    a\n    b", "a\nb") == "with g: -> (nothing)"


def test_two_lines_that_changed_places_are_one_change() -> None:
    assert change_between("x\na\nb\ny", "x\nb\na\ny") == "a | b -> b | a"


def test_a_line_that_moved_into_a_block_says_so() -> None:
    assert change_between("for x in X:\n    a\nb", "for x in X:\n    a\n    b") == "b -> (other indentation)"


def test_a_long_change_names_its_parts() -> None:
    old, new = "a\nb\nc\nd\ne\nf", "A\nb\nc\nd\ne\nF"

    assert change_between(old, new) == "a -> A; f -> F"
