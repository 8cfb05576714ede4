"""What ``torchgrade.exports.csv_text`` promises."""

from __future__ import annotations

from torchgrade.exports.csv_text import csv_bytes


def test_lines_end_with_cr_lf_and_only_cells_that_need_quotes_have_them() -> None:
    assert csv_bytes([("学号", "a,b"), ("", 'q"')]) == '学号,"a,b"\r\n,"q"""\r\n'.encode()
