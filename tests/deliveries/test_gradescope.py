"""Tests of Gradescope's export, and of its file with the submitters."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deliveries.made import CODE, files, refused
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.gradescope import METADATA, MOST_SUBMITTERS, submitters
from torchgrade.model.people import Person

TEXT = """\
---
submission_123:
  :submitters:
  - :name: 张三
    :sid: '20230001'
    :email: zs@example.edu
  - :name: "Li \\u56db"
    :sid: 20230002
    :email: ls@example.edu
  :created_at: 2026-02-03 04:05:06.789000000 Z
  :score: 10.0
  :history:
  - :submitters:
    - :name: An Earlier One
      :sid: '9'
submission_124:
  :status: processed
  :submitters:
    - :name: 'O''Hara: the second'
      :sid: ~
      :email: oh@example.edu
submission_125:
  :results:
    tests: []
"""


def test_submitters_are_read_in_the_forms_in_which_they_are_written() -> None:
    assert submitters(TEXT) == {
        "submission_123": (
            Person(name="张三", number="20230001", email="zs@example.edu"),
            Person(name="Li 四", number="20230002", email="ls@example.edu"),
        ),
        "submission_124": (Person(name="O'Hara: the second", email="oh@example.edu"),),
        "submission_125": (),
    }


def test_very_many_submitters_are_read_in_part() -> None:
    text = "submission_1:\n  :submitters:\n" + "  - :name: a\n" * 1000

    assert len(submitters(text)["submission_1"]) == MOST_SUBMITTERS


@settings(deadline=None)
@given(st.text(), st.integers(0, len(TEXT)))
def test_a_text_of_any_kind_is_read(text: str, cut: int) -> None:
    found = submitters(TEXT[:cut] + text + TEXT[cut:])

    assert all(name.startswith("submission_") for name in found)


def test_an_export_is_found_inside_the_folder_that_was_given(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        f"assignment_7_export/{METADATA}": TEXT,
        "assignment_7_export/submission_123/a.py": CODE,
        "assignment_7_export/submission_124/b.py": CODE,
        "assignment_7_export/submission_125/c.py": CODE,
        "assignment_7_export/submission_126/report.pdf": "x",
    })  # fmt: skip

    assert files(listing) == {"20230001+20230002": ["a.py"], "oh@example.edu": ["b.py"], "submission_125": ["c.py"]}
    assert refused(listing) == {"submission_126": "listing.nothing_here"}
    assert [(one.layout, one.place.rpartition("/")[2]) for one in listing.recognised] == [
        ("gradescope", "assignment_7_export")
    ]


def test_everybody_of_a_group_is_told(deliver: Callable[..., Listing]) -> None:
    found = deliver({METADATA: TEXT, "submission_123/a.py": CODE, "submission_124/a.py": CODE}).found[0]

    assert [person.name for person in found.people] == ["张三", "Li 四"]
    assert "张三 (20230001), Li 四 (20230002)" in found.remarks[0].message


def test_where_the_file_cannot_be_read_ids_are_the_folders_and_that_is_said(deliver: Callable[..., Listing]) -> None:
    listing = deliver({METADATA: b"x" * (5 << 20), "submission_123/a.py": CODE, "submission_124/a.py": CODE})

    assert list(files(listing)) == ["submission_123", "submission_124"]
    assert [note.message_id for note in listing.problems] == ["deliveries.metadata"]
