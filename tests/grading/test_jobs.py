"""From what was found to what is to do."""

from __future__ import annotations

from pathlib import Path

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.listing import Listing, list_submissions
from torchgrade.grading.jobs import make_jobs, notes_of, still_to_do
from torchgrade.grading.store import Store

CATALOGUE = catalogue_for()


def listing_of(*paths: Path) -> Listing:
    return list_submissions(paths, [lambda name: name.endswith(".py")], None, CATALOGUE.note)


def test_bytes_are_read_when_a_job_is_asked_for_and_not_before(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("old")
    jobs = make_jobs(listing_of(tmp_path).found, CATALOGUE, {})
    next(jobs)
    (tmp_path / "b.py").write_text("new")

    assert next(jobs).files[0].data == b"new"


def test_a_file_that_vanished_is_a_problem_of_its_submission_only(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x")
    found = listing_of(tmp_path).found
    (tmp_path / "a.py").unlink()
    (job,) = make_jobs(found, CATALOGUE, {})

    assert job.files == ()
    assert "The grader cannot read a.py" in job.problems[0].message


def test_a_note_of_the_listing_goes_to_the_submission_that_it_concerns(tmp_path: Path) -> None:
    for folder in ("ada", "bo"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.py").write_text("x")
    (tmp_path / "ada" / "link.py").symlink_to("mine.py")
    (tmp_path / "bo.py").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    listing = listing_of(tmp_path)

    assert {name: len(notes) for name, notes in notes_of(listing).items()} == {"ada": 1, "bo~2": 1}
    assert listing.notes == []


def test_a_long_name_takes_no_note_away_from_its_submission(tmp_path: Path) -> None:
    """A note that belonged to nobody would stand on the class page as a fault of ours."""
    folder = tmp_path / ("a" * 255)
    (folder / ("b" * 255)).mkdir(parents=True)
    (folder / "mine.py").write_text("x")
    (folder / ("b" * 255) / "link.py").symlink_to("mine.py")
    listing = listing_of(tmp_path)

    assert [len(notes) for notes in notes_of(listing).values()] == [1]
    assert listing.notes == []


def test_a_fresh_run_reads_no_file_to_plan_its_jobs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.py").write_text("x")
    found = listing_of(tmp_path / "in").found
    (tmp_path / "in" / "a.py").unlink()

    with Store(tmp_path / "run", writing=True) as store:
        # Without a result nothing is compared, so neither configuration nor course is looked at.
        assert still_to_do(found, store, None, CATALOGUE) == found  # type: ignore[arg-type]
