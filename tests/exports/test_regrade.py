"""What ``torchgrade.exports.regrade`` promises."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.exports.regrade import FILE, write_changes
from torchgrade.model.changes import Change, CheckChange

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(changes: list[Change]) -> list[dict[str, str]]:
    with TemporaryDirectory() as folder:
        data = write_changes(changes, Path(folder)).read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_starts_with_a_bom_and_ends_its_lines_with_crlf(tmp_path: Path, sample: ModuleType) -> None:
    data = write_changes(sample.a_regrade()[0], tmp_path).read_bytes()

    assert (tmp_path / FILE).read_bytes() == data
    assert data.startswith(b"\xef\xbb\xbfsubmission,before,max before,after,max,change,mark,checks\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 7


def test_a_row_has_points_before_and_after_and_the_mark_that_counts(sample: ModuleType) -> None:
    rows = {row.pop("submission"): row for row in rows_of(sample.a_regrade()[0])}

    assert rows["ada"] == {
        "before": "18", "max before": "20", "after": "19.5", "max": "21.5", "change": "1.5", "mark": "19.5",
        "checks": "softmax.rows +2; softmax.gone -0.5",
    }  # fmt: skip
    assert (rows["eve"]["after"], rows["eve"]["change"], rows["eve"]["mark"]) == ("2.5", "-0.5", "12.5")
    assert (rows["finn"]["before"], rows["finn"]["change"], rows["finn"]["mark"]) == ("", "", "4")
    assert (rows["李雷"]["after"], rows["李雷"]["mark"]) == ("", "")
    assert rows["'=unchanged"]["change"] == "0"


@given(key=st.text(min_size=1), check=st.text(min_size=1))
def test_no_text_is_a_formula_and_every_row_is_one(key: str, check: str) -> None:
    one = Change(
        key=key, submission="s", before=1.0, after=0.5, max_before=2.0, max_after=2.0,
        checks=(CheckChange(check=check, points=-0.5),),
    )  # fmt: skip
    (row,) = rows_of([one])
    assert not row["submission"].startswith(FORMULA)
    assert not row["checks"].startswith(FORMULA)
    assert row["change"] == "-0.5"
