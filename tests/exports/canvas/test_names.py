"""What ``torchgrade.exports.canvas.names`` promises: names are read as "Upload Submissions" reads them."""

from __future__ import annotations

import pytest

from torchgrade.deliveries import canvas
from torchgrade.deliveries.layouts import Entry
from torchgrade.exports.canvas.names import attachment, user_of
from torchgrade.model.people import Delivered


@pytest.mark.parametrize(
    ("entry", "user", "number", "name"),
    [
        ("lilei_90017_551234_softmax.py", "90017", "551234", "softmax.py"),
        ("lilei_LATE_90017_551234_a_b_2.py", "90017", "551234", "a_b_2.py"),
        ("LATE_anon_1aB_5_a.py", "anon_1aB", "5", "a.py"),
        ("_12_5_a.py", "12", "5", "a.py"),
    ],
)
def test_a_name_has_a_user_and_an_attachment(entry: str, user: str, number: str, name: str) -> None:
    found = attachment(entry)
    assert found is not None
    assert (found.user, found.number, found.name) == (user, number, name)


@pytest.mark.parametrize("entry", ["lilei_90017_text.html", "lilei.py", "anon_1aB_text.html", "a_12_5", ""])
def test_a_text_a_link_or_another_name_has_no_attachment(entry: str) -> None:
    assert attachment(entry) is None


def test_a_name_of_digits_is_unclear_and_read_as_nobody_s() -> None:
    assert attachment("2023_90017_551234_a.py") is None
    assert attachment("90017_551234_a.py") is not None


def test_the_user_is_the_one_that_the_delivery_names() -> None:
    entry = "de_la_cruz_LATE_90017_551234_2_a.py"
    (claim,) = canvas.read([Entry(name=entry, is_folder=False)], lambda _: None)
    assert claim is not None
    assert claim.people[0].lms == user_of(Delivered(submission="k", layout="canvas", entries=(entry,)))


def test_files_of_two_users_an_anonymous_user_or_another_layout_give_no_user() -> None:
    for layout, entries in (
        ("canvas", ("a_1_5_x.py", "a_2_6_x.py")),
        ("canvas", ("anon_1_5_x.py",)),
        ("", ("a_1_5_x.py",)),
    ):
        assert user_of(Delivered(submission="k", layout=layout, entries=entries)) == ""
