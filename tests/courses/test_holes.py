"""Holes are found with file and line, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

from torchgrade.courses.holes import find_holes


def test_each_hole_has_its_file_its_line_and_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\n`X` is <<< shape >>>, `y` is <<< dtype >>>.\n")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.py").write_text("# <<< draw >>>\n")

    found = [(hole.file.name, hole.line, hole.text) for hole in find_holes(tmp_path)]

    assert found == [("a.md", 2, "shape"), ("a.md", 2, "dtype"), ("c.py", 1, "draw")]


def test_prompts_shifts_and_other_files_are_no_holes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(">>> relu(X)\n1 << 2 >> 3\n<<<>>>\n")
    (tmp_path / "a.bin").write_text("<<< no text >>>")

    assert list(find_holes(tmp_path)) == []
    assert list(find_holes(tmp_path / "missing")) == []
