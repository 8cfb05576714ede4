"""The results of a submission's exercises are put together: status, points, notes and what a regrade needs."""

from __future__ import annotations

from pathlib import Path

from tests.checking.conftest import RunCourse
from tests.checking.little_course import CONFIG, VALUE, ScriptedWorkers, collected, returning
from tests.conftest import request_of
from tests.protocol.fake_worker import AnsweringWorker
from tests.words import shown_all
from torchgrade.checking.grade import grade
from torchgrade.checking.reading import read_submission
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult, Note
from torchgrade.protocol.messages import Done, Load, Loaded, Noted, Reply, WorkerRequest

CHECKS = f'''
{VALUE}
def test_rows(student, tensors):
    """Rows."""
    X = tensors.normal(2, 3)
    assert_close(student.f(X), X)

@pytest.mark.check(points=1, kind="shape", requires=["rows"])
def test_shape(student):
    """Shape."""
'''
RIGHT = returning(lambda X: X)


def test_a_right_submission_has_all_points(tmp_path: Path, run_course: RunCourse) -> None:
    graded, workers = run_course(collected(tmp_path, CHECKS), RIGHT)
    result = graded.result
    exercise = result.exercises[0]

    assert (result.points, result.max_points, graded.starved) == (3.0, 3.0, False)
    assert (exercise.status, exercise.points, exercise.max_points, exercise.file) == (
        Status.GRADED,
        3.0,
        3.0,
        "ada.py",
    )
    assert (result.seed, result.sandbox, result.hidden_checks) == (CONFIG.seed, CONFIG.sandbox, True)
    assert [(check.title, bool(check.sentence)) for check in exercise.checks] == [("rows", True), ("shape", True)]
    assert result.environment is not None
    assert result.environment.torchgrade == "0"
    assert [(file.name, file.size) for file in result.files] == [("ada.py", 23)]
    assert all(worker.killed for worker in workers.started)


def test_what_is_not_there_and_what_was_not_begun_starts_no_worker(tmp_path: Path, run_course: RunCourse) -> None:
    course = collected(tmp_path, CHECKS)
    for text, status in {
        "x = 1\n": Status.MISSING,
        "def f(X):\n    raise NotImplementedError\n": Status.NOT_STARTED,
        "def f(X):\n    pass\n": Status.NOT_STARTED,
        "def f(X):\n    ...\n": Status.NOT_STARTED,
    }.items():
        graded, workers = run_course(course, RIGHT, text)
        exercise = graded.result.exercises[0]

        assert (exercise.status, exercise.points, exercise.max_points, exercise.checks) == (status, 0.0, 3.0, [])
        assert graded.result.points == 0.0
        assert workers.started == []


def test_a_function_that_does_not_parse_has_failed_its_first_check(tmp_path: Path, run_course: RunCourse) -> None:
    graded, workers = run_course(collected(tmp_path, CHECKS), RIGHT, "def f(X):\n    return (X\n")
    exercise = graded.result.exercises[0]

    assert exercise.status is Status.GRADED
    assert [check.outcome for check in exercise.checks] == [Outcome.FAILED, Outcome.SKIPPED]
    assert shown_all(exercise.checks[1].values) == {"check": "f.rows"}
    assert [check.title for check in exercise.checks] == ["rows", "shape"]
    assert graded.result.points == 0.0
    assert workers.started == []


def _graded_variable(tmp_path: Path, text: str) -> ExerciseResult:
    course = collected(tmp_path, CHECKS)
    workers = ScriptedWorkers(RIGHT, uncallable={"f": "dict"})
    request = request_of({"ada.py": text.encode()})
    return grade(request, read_submission(request, course), course, CONFIG, workers).result.exercises[0]


def test_a_variable_whose_value_cannot_be_called_is_missing(tmp_path: Path) -> None:
    exercise = _graded_variable(tmp_path, "from d2l import make\n\nf = make()\n")

    assert (exercise.status, exercise.points, exercise.max_points, exercise.checks) == (Status.MISSING, 0.0, 3.0, [])
    assert exercise.notes[0].message_id == "slice.variable"
    assert shown_all(exercise.notes[0].values) == {"exercise": "f", "place": "ada.py, line 3", "type": "dict"}


def test_a_written_function_is_graded_whatever_the_worker_says_of_it(tmp_path: Path) -> None:
    assert _graded_variable(tmp_path, "def f(X):\n    return X\n").status is Status.GRADED


def test_problems_of_listing_and_reading_stand_in_the_result(tmp_path: Path) -> None:
    course = collected(tmp_path, CHECKS)
    listed = Note(message_id="listed", message="A second folder.")
    request = request_of({"ada.py": b"def f(X):\n    return X\n", "notes.txt": b"x"}, problems=(listed,))
    result = grade(request, read_submission(request, course), course, CONFIG, ScriptedWorkers(RIGHT)).result

    assert result.problems[0] == listed
    assert [note.message_id for note in result.problems[1:]] == ["read.file"]
    assert result.points == 3.0


class LoadingWorkers(ScriptedWorkers):
    """Starts workers that tell of what they skipped while they loaded the submission."""

    def start(self) -> AnsweringWorker:
        def answer(request: WorkerRequest, body: bytes) -> tuple[Reply, list[bytes]] | bytes | None:
            if not isinstance(request, Load):
                done = hasattr(request, "arguments")
                return RIGHT(request, body, load) if done else (Done(number=request.number), [])
            notes = [
                Noted(file="a\nda.py", line=3, reason="failed", type="E\x1b", message="m\u202e"),
                Noted(file="ada.py", line=4, reason="slow"),
                Noted(file="ada.py", line=5, reason="decorator", type="E"),
                Noted(file="ada.py", line=6, reason="something a worker made up"),
                *[Noted(file="ada.py", line=7, reason="slow")] * 100,
            ]
            given = ["accuracy", "not a name\x1b"]
            return Loaded(number=request.number, defined=["f"], given=given, notes=notes), []

        load = Load(number=0, units=[], stand_ins=[], givens="", fill=[], override=[], wanted=[], seed=0)
        self.started.append(AnsweringWorker(answer))
        return self.started[-1]


def test_what_the_worker_skipped_while_loading_is_told_safely(tmp_path: Path) -> None:
    course = collected(tmp_path, CHECKS)
    request = request_of({"ada.py": b"def f(X):\n    return accuracy(X, X)\n"})
    result = grade(request, read_submission(request, course), course, CONFIG, LoadingWorkers(RIGHT)).result
    notes = result.exercises[0].notes

    assert [note.message_id for note in notes[:4]] == ["load.failed", "load.slow", "load.decorator", "load.failed"]
    assert shown_all(notes[0].values) == {"place": "a\\x0ada.py, line 3", "type": "E\\x1b", "message": "m\\u202e"}
    assert len(notes) == 21
    assert (notes[-1].message_id, shown_all(notes[-1].values)) == ("load.given", {"names": "accuracy"})
