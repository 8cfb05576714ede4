"""Verdicts are kept between audits, and never used for anything else than what they are for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from tests.audit.making import PASSES, check, verdict
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.kept import Kept
from torchgrade.model.exercises import Limits


def reopened(exercise: AuditedExercise, place: Path) -> Kept:
    """Return the verdicts that another audit would find."""
    again = AuditedExercise(
        outline=exercise.outline, folder=exercise.folder, reference_file=exercise.reference_file, hidden_file=None
    )
    return Kept(again, place)


def test_a_verdict_is_on_the_disk_as_soon_as_it_is_kept(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    key = kept.key("double.py", b"text", 0, Limits())
    kept.keep(key, PASSES)

    assert reopened(exercise, tmp_path / "cache").find(key) == PASSES


def test_text_seed_limits_and_name_each_make_another_key(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    keys = {
        kept.key("double.py", b"text", 0, Limits()),
        kept.key("double.py", b"texts", 0, Limits()),
        kept.key("double.py", b"text", 1, Limits()),
        kept.key("double.py", b"text", 0, Limits(cpu_seconds=1.0)),
        kept.key("double.ipynb", b"text", 0, Limits()),
    }

    assert len(keys) == 5


def test_a_changed_file_of_the_exercise_makes_every_verdict_stale(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    key = kept.key("double.py", b"text", 0, Limits())
    kept.keep(key, PASSES)
    (exercise.folder / "checks.py").write_text("# changed\n", "utf-8")

    other = reopened(exercise, tmp_path / "cache")

    assert other.find(key) is None
    assert other.key("double.py", b"text", 0, Limits()) != key


def test_variants_and_arguments_change_no_verdict(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    key = kept.key("double.py", b"text", 0, Limits())
    kept.keep(key, PASSES)
    (exercise.solution / "variants.py").write_text("# changed\n", "utf-8")
    (exercise.solution / "equivalent.toml").write_text("", "utf-8")

    assert reopened(exercise, tmp_path / "cache").find(key) == PASSES


def test_a_damaged_file_is_discarded(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    key = kept.key("double.py", b"text", 0, Limits())
    kept.keep(key, PASSES)
    kept.file.write_bytes(kept.file.read_bytes()[:-5])

    other = reopened(exercise, tmp_path / "cache")
    assert other.find(key) is None
    other.keep(key, PASSES)
    assert reopened(exercise, tmp_path / "cache").find(key) == PASSES


@given(data=st.binary(max_size=60))
def test_no_bytes_in_the_file_stop_an_audit(data: bytes, tmp_path_factory: object) -> None:
    place = tmp_path_factory.mktemp("cache")  # type: ignore[attr-defined]
    kept = Kept(_Plain(), place)  # type: ignore[arg-type]
    kept.file.write_bytes(data)

    assert Kept(_Plain(), place).declared is None  # type: ignore[arg-type]


class _Plain:
    """An exercise as far as the kept verdicts look at it."""

    outline = SimpleNamespace(course="course")
    name = "double"
    environment = "the same"


def test_an_error_of_torchgrade_is_tried_again_by_the_next_audit(exercise: AuditedExercise, tmp_path: Path) -> None:
    kept = Kept(exercise, tmp_path / "cache")
    key = kept.key("double.py", b"text", 0, Limits())
    kept.keep(key, verdict(check("values", "error")))

    assert kept.find(key) is None


def test_without_a_cache_folder_the_audit_works(exercise: AuditedExercise, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    kept = Kept(exercise, tmp_path / "file" / "cache")
    kept.keep("key", PASSES)

    assert kept.find("key") == PASSES
