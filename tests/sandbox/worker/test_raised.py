"""What is told of an exception: its type, its text within bounds, and the student's own lines."""

from __future__ import annotations

import pytest

from tests.sandbox.worker.conftest import LoadText, at
from torchgrade.sandbox.worker.raised import MAX_MESSAGE, MAX_PLACES, describe, message_of, modules_below, places_of


def raised(function: object, *arguments: object) -> BaseException:
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever it is
        function(*arguments)  # type: ignore[operator]
    return caught.value


class Endless(Exception):
    def __str__(self) -> str:
        while True:
            pass


class Broken(Exception):
    def __str__(self) -> str:
        raise SystemExit


class NotText(Exception):
    def __str__(self) -> str:
        return 5  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("no"), "no"),
        (ValueError("x" * 10**6), "x" * MAX_MESSAGE),
        (ValueError("\ud800"), "\\ud800"),
        (KeyError("a"), "'a'"),
        (Endless(), "(its text took too long to make)"),
        (Broken(), "(its text cannot be made)"),
        (NotText(), "(its text cannot be made)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_text_of_an_exception_is_short_and_ends(error: BaseException, text: str) -> None:
    assert message_of(error) == text


def test_the_students_own_lines_are_told_and_no_others(load: LoadText) -> None:
    source = "import torch\n\ndef g(x):\n    return torch.ones(2) @ x\n\ndef f(x):\n    return g(x)\n"
    module, _ = load(
        at(1, "import torch"), at(3, "def g(x):\n    return torch.ones(2) @ x"), at(6, "def f(x):\n    return g(x)"),
        source=source,
    )  # fmt: skip
    import torch

    reply = describe(raised(module.f, torch.ones(3)), 7, {"ada.py"})

    assert (reply.number, reply.type, reply.builtin) == (7, "RuntimeError", "RuntimeError")
    assert [(p.file, p.line, p.function, p.text) for p in reply.places] == [
        ("ada.py", 7, "f", "return g(x)"),
        ("ada.py", 4, "g", "return torch.ones(2) @ x"),
    ]
    assert places_of(raised(module.f, torch.ones(3)), set()) == []


def test_a_deep_traceback_keeps_its_two_ends(load: LoadText) -> None:
    module, _ = load(
        at(1, "def g(n):\n    return 1 / n if n == 0 else g(n - 1)"), at(3, "def f():\n    return g(60)"),
        source="def g(n):\n    return 1 / n if n == 0 else g(n - 1)\ndef f():\n    return g(60)\n",
    )  # fmt: skip
    places = places_of(raised(module.f), {"ada.py"})

    assert len(places) == MAX_PLACES
    assert places[0].function == "f"
    assert [place.line for place in places[1:]] == [2] * (MAX_PLACES - 1)


def test_the_nearest_built_in_base_is_told() -> None:
    class Mine(IndexError):
        pass

    class Other(BaseException):
        pass

    KeyErrorOfTheirs = type("KeyError", (Exception,), {})

    assert describe(Mine(), 1, set()).builtin == "IndexError"
    assert describe(Other(), 1, set()).builtin == "BaseException"
    assert describe(KeyErrorOfTheirs(), 1, set()).builtin == "Exception"
    assert describe(Mine(), 1, set()).type == "Mine"


def test_a_long_name_of_a_type_is_cut() -> None:
    assert len(describe(type("E" * 10_000, (Exception,), {})(), 1, set()).type) == 100


def test_the_modules_below_the_students_last_line_are_told(load: LoadText) -> None:
    module, _ = load(
        at(1, "import subprocess, json"),
        at(3, "def g(x):\n    return json.loads(x)"),
        at(5, "def f(x):\n    return g(x)"),
    )

    reply = describe(raised(module.f, "{"), 1, {"ada.py"})
    assert reply.through == ["json", "json.decoder"]
    assert describe(raised(module.f, 5), 1, {"ada.py"}).through == ["json"]
    assert modules_below(ValueError(), {"ada.py"}) == []


def test_an_error_of_the_students_own_line_has_no_modules_below_it(load: LoadText) -> None:
    module, _ = load(at(1, "def f(x):\n    return sorted([2, 1], key=lambda y: 1 / 0)"))

    assert describe(raised(module.f, 1), 1, {"ada.py"}).through == []


def test_names_of_modules_are_bounded_and_are_text(load: LoadText) -> None:
    text = "def f(n):\n    for name in ('x' * 10**6, 5):\n        try:\n            exec('1 / 0', {'__name__': name})\n        except ZeroDivisionError as e:\n            if name == 5 or n: raise"
    module, _ = load(at(1, text))

    assert describe(raised(module.f, 1), 1, {"ada.py"}).through == ["x" * 100]
    assert describe(raised(module.f, 0), 1, {"ada.py"}).through == []
