"""Tests of names from Autolab, flat and on its server."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.made import CODE, files
from torchgrade.deliveries.autolab import recognises
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Entry
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed


def test_of_flat_files_the_greatest_version_counts(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "ada_n@cs.example.edu_9_handin.py": CODE, "ada_n@cs.example.edu_10_handin.py": CODE,
        "bo@cs.example.edu_2019_handin.py": CODE, "bo@cs.example.edu_3_handin.py": CODE,
        "bo@cs.example.edu_3_hw_autograde.txt": "feedback",
    })  # fmt: skip

    assert {found.submission: found.files[0].path.name for found in listing.found} == {
        "ada_n@cs.example.edu": "ada_n@cs.example.edu_10_handin.py",
        "bo@cs.example.edu": "bo@cs.example.edu_2019_handin.py",
    }
    assert listing.found[0].people == (Person(email="ada_n@cs.example.edu"),)
    assert listing.not_understood == []


def test_of_folders_of_versions_the_greatest_counts(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "ada@x.edu/2_handin.py": CODE, "ada@x.edu/10_handin.py": CODE, "ada@x.edu/11_autograde.txt": "x",
        "ada@x.edu/annotated_10_handin.py": CODE, "bo@x.edu/1_handin.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"ada@x.edu": ["10_handin.py"], "bo@x.edu": ["1_handin.py"]}
    assert [note.values.get("names") for note in listing.found[0].remarks] == [listed(["ada@x.edu/2_handin.py"])]


def test_addresses_without_versions_are_no_delivery(deliver: Callable[..., Listing]) -> None:
    assert not recognises([Entry(name=name, is_folder=False) for name in ("ada@x.edu.py", "bo@x.edu_hw.py")])
    assert files(deliver({"ada@x.edu/hw.py": CODE, "bo@x.edu/1_hw.py": CODE, "bo@x.edu/notes.py": CODE})) == {
        "ada@x.edu": ["hw.py"],
        "bo@x.edu": ["1_hw.py", "notes.py"],
    }
