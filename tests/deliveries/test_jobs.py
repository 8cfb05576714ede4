"""Submissions with their bytes, and the digest that says whether they changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.found import SubmittedBytes
from torchgrade.deliveries.jobs import digest_of

FILES = st.lists(st.tuples(st.text(max_size=8), st.binary(max_size=8)), max_size=4)


def files_of(pairs: list[tuple[str, bytes]], mtime: int = 0) -> list[SubmittedBytes]:
    return [SubmittedBytes(name=name, data=data, mtime_ns=mtime) for name, data in pairs]


@given(FILES, FILES)
def test_a_digest_is_equal_only_for_equal_names_and_bytes(
    one: list[tuple[str, bytes]], two: list[tuple[str, bytes]]
) -> None:
    assert (digest_of(files_of(one)) == digest_of(files_of(two))) == (one == two)


def test_a_digest_does_not_depend_on_when_a_file_was_copied() -> None:
    assert digest_of(files_of([("a.py", b"x")], 1)) == digest_of(files_of([("a.py", b"x")], 2))
