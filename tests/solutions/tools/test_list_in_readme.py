"""The list of exercises in README.md."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def test_the_readme_lists_the_exercises_that_are_installed(tool: Callable[[str], ModuleType]) -> None:
    script = tool("list_in_readme")
    text = script.README.read_text("utf-8")

    assert text == script.with_list(text), "run: python solutions/tools/list_in_readme.py"


def test_only_the_text_between_the_marks_changes(tool: Callable[[str], ModuleType]) -> None:
    script = tool("list_in_readme")
    made = script.with_list(f"before\n{script.FIRST}\nold\n{script.LAST}\nafter\n")

    assert made.startswith(f"before\n{script.FIRST}\n- **Linear regression** (")
    assert made.endswith(f"{script.LAST}\nafter\n")
    assert "old" not in made
