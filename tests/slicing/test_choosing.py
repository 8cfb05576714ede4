"""Tests of the choice of the file for an exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.words import shown, shown_all
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def said(found: Slice) -> list[str]:
    return [note.message_id for note in found.notes]


def test_of_several_files_the_newest_counts_and_that_is_said(cut_of: Cut, execute: Execute) -> None:
    files = {
        "a.py": "def softmax(X): return 1\n",
        "b.py": "def softmax(X): return 2\n",
        "c.py": "x = 1\n",
    }
    found = cut_of(files, times=(2, 1, 3))
    assert (found.file, execute(found)["softmax"](0)) == ("a.py", 1)
    assert (found.notes[0].message_id, shown_all(found.notes[0].values)) == (
        "slice.changed_last",
        {"exercise": "softmax", "file": "a.py", "others": "b.py"},
    )


def test_of_several_versions_the_latest_counts_and_that_is_said(cut_of: Cut, execute: Execute) -> None:
    files = {f"{number}/hw.py": f"def softmax(X): return {number}\n" for number in (10, 1, 9)}
    found = cut_of(files, times=(1, 2, 3))

    assert (found.file, execute(found)["softmax"](0)) == ("10/hw.py", 10)
    assert found.notes[0].message == (
        "More than one file defines softmax. The grader used 10/hw.py, because it is a later version than "
        "1/hw.py, 9/hw.py."
    )


def test_a_later_version_that_is_a_stub_again_counts(cut_of: Cut) -> None:
    found = cut_of({"v1/hw.py": "def softmax(X): return 1\n", "v2/hw.py": "def softmax(X): pass\n"})

    assert (found.file, found.not_started) == ("v2/hw.py", True)


def test_an_import_takes_its_module_from_its_own_version(cut_of: Cut, execute: Execute) -> None:
    files = {
        "1/helper.py": "n = 1\n",
        "2/helper.py": "n = 2\n",
        "2/hw.py": "from helper import n\ndef softmax(X): return n\n",
        "1/hw.py": "from helper import n\ndef softmax(X): return n\n",
    }

    assert execute(cut_of(files))["softmax"](0) == 2


def test_files_that_nothing_tells_apart_wait_for_a_person(cut_of: Cut) -> None:
    files = {"b.py": "def softmax(X): return 2\n", "a.py": "def softmax(X): return 1\n", "d/c.py": "softmax = exp\n"}
    found = cut_of(files, times=(1, 1, 1))

    assert (found.found, found.file, found.units) == (False, "", [])
    assert found.undecided is not None
    assert found.undecided.message == (
        "More than one file defines softmax: b.py, a.py. They differ, and the grader cannot tell which one "
        "counts, so it was not graded. Keep one of them, then grade again."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def softmax(X): return X\n", "# A copy.\n\n\ndef softmax(X):\n    return X  # the same\n"),
        ("def softmax(X): return X\nprint(1)\n", "print(2)\ndef softmax(X): return X\n"),
        ("n = 1\ndef softmax(X): return n\n", "n = 1\nm = 2\ndef softmax(X): return n\n"),
    ],
)
def test_the_same_code_in_two_files_is_no_question(one: str, other: str, cut_of: Cut) -> None:
    found = cut_of({"a.py": one, "b.py": other}, times=(1, 1))

    assert (found.found, found.undecided, said(found)[0]) == (True, None, "slice.same_code")
    assert shown(found.notes[0].values["others"]) == "b.py"


def test_the_same_function_with_another_helper_is_another(cut_of: Cut) -> None:
    files = {"a.py": "n = 1\ndef softmax(X): return n\n", "b.py": "n = 2\ndef softmax(X): return n\n"}

    assert cut_of(files, times=(1, 1)).undecided is not None


def test_very_many_files_of_one_time_wait_too(cut_of: Cut) -> None:
    files = {f"x{'abcdefghij'[n % 10] * (n // 10 + 1)}.py": f"def softmax(X): return X + {n}\n" for n in range(30)}

    assert cut_of(files, times=(1,) * 30).undecided is not None


def test_very_many_files_of_the_same_code_are_no_question(cut_of: Cut) -> None:
    files = {f"x{'abcdefghij'[n % 10] * (n // 10 + 1)}.py": "def softmax(X): return X\n" for n in range(30)}

    assert cut_of(files, times=(1,) * 30).found


def test_a_written_definition_counts_before_a_newer_stub(cut_of: Cut) -> None:
    found = cut_of({"a.py": "def softmax(X): return 1\n", "stub.py": "def softmax(X): pass\n"})
    assert (found.file, found.not_started, said(found)) == ("a.py", False, [])


def test_a_later_version_that_cannot_be_parsed_is_not_passed_over_silently(cut_of: Cut) -> None:
    found = cut_of({"hw_v1.py": "def softmax(X): return 1\n", "hw_v2.py": "def softmax(X):\n    return (X\n"})

    assert found.undecided is not None
    assert shown(found.undecided.values["files"]) == "hw_v1.py, hw_v2.py"


def test_an_earlier_version_that_cannot_be_parsed_is_no_question(cut_of: Cut) -> None:
    found = cut_of({"hw_v2.py": "def softmax(X): return 1\n", "hw_v1.py": "def softmax(X):\n    return (X\n"})

    assert (found.file, found.undecided) == ("hw_v2.py", None)


@pytest.mark.parametrize("beside", ["def softmax(X): pass\n", "softmax = load(3)\n"])
def test_a_definition_that_cannot_be_parsed_counts_before_a_stub_and_a_variable(beside: str, cut_of: Cut) -> None:
    found = cut_of({"a.py": "def softmax(X):\n    return (X\n", "b.py": beside})

    assert (found.found, found.not_started, found.undecided) == (False, False, None)
    assert found.broken is not None
    assert found.broken.message_id == "slice.broken"


def test_a_later_version_without_the_exercise_is_told(cut_of: Cut) -> None:
    found = cut_of({"v1/hw.py": "def softmax(X): return 1\n", "v2/hw.py": "x = 1\n"})

    assert found.notes[0].message == (
        "The grader used softmax from v1/hw.py. There is a later version, v2/hw.py, which does not define it."
    )
