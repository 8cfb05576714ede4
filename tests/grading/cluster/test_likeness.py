"""What two machines of a run must have in common."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.grading.cluster.fake_link import ready_of
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.grading.cluster.likeness import unlike, unlike_home
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import Environment

ALIKE = ready_of("one")


def said(found: list[object]) -> list[str]:
    return [catalogue_for().words(one) for one in found]  # type: ignore[arg-type]


def test_machines_with_the_same_of_everything_are_alike_whatever_their_names() -> None:
    assert unlike_home(ALIKE) == []
    assert unlike(ALIKE, ready_of("two")) == []


@pytest.mark.parametrize("field", Environment.__struct_fields__)
def test_every_version_and_digest_counts(field: str) -> None:
    environment = structs.replace(ALIKE.course.environment, **{field: "9"})
    other = ready_of("two", structs.replace(ALIKE.course, environment=environment))

    (words,) = said(unlike(ALIKE, other))
    assert words.endswith(f" is 9 instead of {getattr(ALIKE.course.environment, field)}")


def test_the_level_and_the_version_of_the_cluster_count() -> None:
    assert said(unlike(ALIKE, ready_of("two", level=SandboxLevel.A))) == ["the sandbox level is A instead of B"]
    assert said(unlike(ALIKE, ready_of("two", distributed="1"))) == [
        f"the version of distributed is 1 instead of {ALIKE.distributed}"
    ]


def test_exercises_with_other_files_are_named_in_place_of_the_digest_of_the_course() -> None:
    environment = structs.replace(ALIKE.course.environment, course="other")
    other = structs.replace(ALIKE.course, environment=environment, digests={"double": "1", "half": "2"})

    assert said(unlike(ALIKE, ready_of("two", other))) == ["the files of half"]


def test_the_command_and_a_worker_need_the_same_torchgrade_and_the_same_cluster() -> None:
    environment = structs.replace(ALIKE.course.environment, torchgrade="0.0.1")
    other = ready_of("two", structs.replace(ALIKE.course, environment=environment), distributed="1")

    assert [words.partition(" is ")[0] for words in said(unlike_home(other))] == [
        "the version of torchgrade",
        "the version of distributed",
    ]
