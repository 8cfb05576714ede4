"""Keys of mutants: the changed lines of the right answer, and their new text."""

from __future__ import annotations

from difflib import SequenceMatcher

_NOTHING = "(nothing)"
_SHORT = 6
"""Lines of one key that a reader takes in at a glance; a longer change names each changed part separately."""


def change_between(old: str, new: str) -> str:
    """Return the change as `old lines -> new lines`.

    A change of indentation alone is `lines -> (other indentation)`.
    """
    before, after = [text.splitlines() for text in (old, new)]
    bare = [line.strip() for line in before], [line.strip() for line in after]
    if bare[0] == bare[1]:
        moved = [new_line for old_line, new_line in zip(before, after, strict=True) if old_line != new_line]
        return f"{_joined(moved)} -> (other indentation)"
    first, last = _ends(*bare)
    parts = bare[0][first : len(before) - last], bare[1][first : len(after) - last]
    if first and not parts[0]:
        return f"{_NOTHING} -> {_joined(parts[1])} after {_short(bare[0][first - 1])}"
    if len(parts[0]) + len(parts[1]) <= _SHORT:
        return f"{_joined(parts[0])} -> {_joined(parts[1])}"
    matched = SequenceMatcher(None, *parts, autojunk=False).get_opcodes()
    return "; ".join(
        f"{_joined(parts[0][a:b])} -> {_joined(parts[1][c:d])}" for kind, a, b, c, d in matched if kind != "equal"
    )


def _ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return the number of equal lines at the start and at the end."""
    most = min(len(old), len(new))
    first = next((i for i in range(most) if old[i] != new[i]), most)
    last = next((i for i in range(most - first) if old[-1 - i] != new[-1 - i]), most - first)
    return first, last


def _joined(lines: list[str]) -> str:
    return " | ".join(line.strip() for line in lines if line.strip()) or _NOTHING


def _short(line: str) -> str:
    """Return a line; return only the name of a definition."""
    return line.partition("(")[0] if line.startswith("def ") else line
