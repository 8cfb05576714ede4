"""Tests of a class from Submitty: versions in folders, and the settings with the active version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deliveries.made import CODE, files, listed, refused, written, zipped
from torchgrade.deliveries.found import Listing
from torchgrade.model import phrases

SETTINGS = "user_assignment_settings.json"


def student(name: str, active: object, *versions: str) -> dict[str, str]:
    return {f"{name}/{version}/hw{version}.py": CODE for version in versions} | {
        f"{name}/{SETTINGS}": f'{{"active_version": {active}, "history": []}}'
    }


def test_only_the_active_version_counts(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        **student("ada", 1, "1", "2"), **student("bo", 10, "1", "9", "10"), **student("cy", 1, "1"),
        "cy/1/src/net.py": CODE,
    })  # fmt: skip

    assert files(listing) == {"ada": ["hw1.py"], "bo": ["hw10.py"], "cy": ["hw1.py", "src/net.py"]}
    assert [[note.values["names"] for note in found.remarks] for found in listing.found] == [
        [phrases.listed(["ada/2"])], [phrases.listed(["bo/1", "bo/9"])], []
    ]  # fmt: skip
    assert [one.layout for one in listing.recognised] == ["submitty"]


@pytest.mark.parametrize("active", ["0", "7", '"1"', "null", "[[[["])
def test_a_student_without_an_active_version_is_listed(active: str, deliver: Callable[..., Listing]) -> None:
    listing = deliver({**student("ada", active, "1", "2"), **student("bo", 2, "2")})

    assert files(listing) == {"bo": ["hw2.py"]}
    assert refused(listing) == {"ada": "deliveries.no_active"}


def test_the_archive_of_all_students_is_read_with_what_submitty_puts_beside_them(tmp_path: Path) -> None:
    tree = {
        f"submissions/{name}": text for name, text in {**student("ada", 2, "1", "2"), **student("bo", 1, "1")}.items()
    }
    data = zipped({**tree, "results/ada/1/results.json": "{}", "submissions/.user": "x"})
    listing = listed(written(tmp_path, {"hw_all_students_01-02-2026.zip": data}) / "hw_all_students_01-02-2026.zip")

    assert files(listing) == {"ada": ["hw2.py"], "bo": ["hw1.py"]}


def test_folders_of_versions_without_settings_are_no_delivery(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"ada/1/hw.py": CODE, "ada/2/hw.py": CODE, "bo/1/hw.py": CODE, f"bo/{SETTINGS}": "{}"})

    assert files(listing) == {"ada": ["1/hw.py", "2/hw.py"], "bo": ["1/hw.py"]}
    assert [one.layout for one in listing.recognised] == ["plain"]
