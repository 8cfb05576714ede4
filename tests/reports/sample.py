"""Records of a small class, as a run leaves them."""

from __future__ import annotations

import torch
from msgspec.structs import replace

from torchgrade.checking.pictured import cloud, gallery, matrix, recovered
from torchgrade.model.changes import Change, CheckChange
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import (
    Argument,
    Attachment,
    Band,
    BandPoint,
    CheckResult,
    Comparison,
    Curve,
    Diagnosis,
    Environment,
    Evidence,
    ExerciseResult,
    Frame,
    Images,
    Note,
    Picture,
    Point,
    SubmissionResult,
    SubmittedFile,
    TensorView,
)
from torchgrade.model.rows import NotUnderstood, RunRows

HOSTILE = "<img src=x onerror=alert(1)>"
SECRET = "s3cr3t"
RUN_SEED = 918273645


def spec(check: str, sentence: str, kind: Kind, points: float, requires: tuple[str, ...] = (), *, hidden=False):
    return CheckSpec(check=check, sentence=sentence, kind=kind, points=points, requires=requires, hidden=hidden)


SOFTMAX = Exercise(
    exercise="softmax",
    topic="softmax_regression",
    title="Softmax",
    signature="softmax(X)",
    section="3.6.2",
    checks=(
        spec("softmax.values", "Each row of the result holds the probabilities of its logits.", Kind.VALUE, 2.0),
        spec(
            "softmax.gradient",
            "Gradients flow through the result and are right.",
            Kind.GRADIENT,
            1.5,
            ("softmax.values",),
        ),
        spec("softmax.large", "Logits of ±1000 still give probabilities.", Kind.STABILITY, 1.0, ("softmax.values",)),
        spec("softmax.hidden", "Values are right on further shapes.", Kind.VALUE, 1.5, hidden=True),
    ),
)
DATA_ITER = Exercise(
    exercise="data_iter",
    course="sample",
    topic="linear_regression",
    topic_title="Linear regression",
    title="Reading minibatches",
    signature="data_iter(batch_size, features, labels)",
    section="3.2.2",
    checks=(
        spec("data_iter.pairs", "Every row comes with its own label.", Kind.VALUE, 1.0),
        spec("data_iter.order", "The rows come in a random order.", Kind.STATISTICS, 1.0, ("data_iter.pairs",)),
    ),
)
TRAIN = Exercise(
    exercise="train_ch3",
    topic="softmax_regression",
    title="Training",
    signature="train_ch3(net, train_iter, test_iter, loss, num_epochs, updater)",
    section="3.6.6",
    checks=(spec("train_ch3.convergence", "The loss falls below 0.5.", Kind.CONVERGENCE, 7.0),),
)
EXERCISES = (DATA_ITER, SOFTMAX, TRAIN)

ENVIRONMENT = Environment(
    torchgrade="0.1.0", python="3.11.2", torch="2.15.0", course="c0ffee" * 10, data="synthetic-fashion abcdef"
)


def tensor(rows: list[list[str]], shape: list[int], **further) -> TensorView:
    return TensorView(type="Tensor", dtype="float32", shape=shape, cells=rows, **further)


def check_of(exercise: Exercise, number: int, outcome: Outcome = Outcome.PASSED, **further) -> CheckResult:
    described = exercise.checks[number]
    return CheckResult(
        check=described.check,
        kind=described.kind,
        hidden=described.hidden,
        outcome=outcome,
        points=described.points if outcome is Outcome.PASSED else 0.0,
        max_points=described.points,
        sentence=described.sentence,
        check_seed=None if described.hidden else 4711 + number,
        **further,
    )


def graded(exercise: Exercise, checks: list[CheckResult], **further) -> ExerciseResult:
    return ExerciseResult(
        exercise=exercise.exercise,
        status=Status.GRADED,
        points=sum(check.points for check in checks),
        max_points=exercise.max_points,
        checks=checks,
        **further,
    )


def without(exercise: Exercise, status: Status, **further) -> ExerciseResult:
    return ExerciseResult(
        exercise=exercise.exercise, status=status, points=0.0, max_points=exercise.max_points, **further
    )


def waiting(exercise: Exercise) -> ExerciseResult:
    """An exercise for which a person must say which of two files counts."""
    note = Note(message_id="slice.undecided", message="a.py and b.py differ.")
    return without(exercise, Status.UNDECIDED, notes=[note])


def all_passed(exercise: Exercise, **further) -> ExerciseResult:
    return graded(exercise, [check_of(exercise, i) for i in range(len(exercise.checks))], **further)


def submission(name: str, exercises: list[ExerciseResult], **further) -> SubmissionResult:
    broken = any(found.status in (Status.ERROR, Status.UNDECIDED) for found in exercises)
    fields = {
        "submission": name,
        "points": None if broken else sum(found.points for found in exercises),
        "max_points": sum(found.max_points for found in exercises),
        "sandbox": SandboxLevel.NONE,
        "seconds": 1.25,
        "exercises": exercises,
        "files": [SubmittedFile(name=f"{name}.py", sha256="ab" * 32, size=1234)],
        "seed": RUN_SEED,
        "environment": ENVIRONMENT,
    }
    return SubmissionResult(**{**fields, **further})


def loss_curve(values: list[float]) -> Curve:
    return Curve(name="curve.train_loss", points=[Point(x=float(x), y=y) for x, y in enumerate(values)])


def band(points: list[tuple[float, float, float]]) -> Band:
    """A band with these least, median and greatest values at 0, 1, 2 ..."""
    spread = [BandPoint(x=float(x), low=low, median=mid, high=high) for x, (low, mid, high) in enumerate(points)]
    return Band(trainings=20, points=spread)


CLASSES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def garments() -> Images:
    """Four images, two of them classified wrongly."""
    pairs = [(1, 1), (7, 7), (2, 6), (4, 2)]
    items = [
        Picture(index=100 + i, true=true, predicted=predicted, pixels=bytes((i * 50 + at) % 256 for at in range(784)))
        for i, (true, predicted) in enumerate(pairs)
    ]
    chosen = Note(message_id="unknown.entry", message="These are the first 2 of each kind.")
    return Images(name="images.predicted", items=items, classes=CLASSES, chosen=chosen)


def pictures() -> list[Attachment]:
    """A picture of each kind, with numbers that are not finite and a title that is markup."""
    error = torch.tensor([[-0.4, 0.1, 0.0], [0.25, torch.nan, -torch.inf]])
    one_hot = torch.tensor([[1.0, 0, 0], [0, 1, 0]])
    counts = torch.arange(100).reshape(10, 10) + 80 * torch.eye(10, dtype=torch.int64)
    points = torch.stack([torch.linspace(-2, 2, 300), torch.linspace(11, -2.6, 300)], dim=1)
    pixels = (torch.arange(6 * 784) % 256).to(torch.uint8).reshape(6, 28, 28)
    return [
        loss_curve([2.31, 0.83, 0.68]),
        garments(),
        matrix("matrix.error", error, signed=True),
        matrix("matrix.one_hot", 1 - one_hot, wanted=one_hot),
        matrix("matrix.confusion", counts, rows=CLASSES, columns=CLASSES),
        cloud("cloud.data", points, {"fitted": (-3.1, 0.1), "true": (-3.4, 4.2)}),
        recovered("recovered.parameters", ["w1", "w2", "b"], [2, -3.4, 4.2], [1.9, -3.4, torch.nan]),
        gallery("gallery.shown", pixels, ["coat", "coat\nbag", "<b>bag</b>"], ["coat", "coat\ncoat", "bag", "bag"]),
    ]


def empty_pictures() -> list[Attachment]:
    """The same kinds without anything to draw."""
    return [
        loss_curve([]),
        Images(name="images.none", items=[]),
        matrix("matrix.error", None, signed=True),
        matrix("matrix.one_hot", torch.zeros(0, 3), wanted=torch.zeros(0, 3)),
        matrix("matrix.confusion", torch.zeros(3, 0)),
        cloud("cloud.data", torch.zeros(4, 3), {}),
        recovered("recovered.parameters", [], [], []),
        gallery("gallery.shown", torch.zeros(3), ["coat"]),
    ]


def failed_values() -> CheckResult:
    """The check that a student meets who divided by the sums of the columns."""
    return check_of(
        SOFTMAX,
        0,
        Outcome.FAILED,
        message_id="value.differs",
        values={
            "what": "result",
            "mismatched": 6,
            "elements": 6,
            "index": [1, 0],
            "expected_value": 0.01766,
            "got_value": 0.7311,
        },
        message="6 of 6 elements of the result differ.",
        diagnosis=Diagnosis(
            misconception="softmax.dim_0",
            message="You divided by the column sums (dim=0): now each column adds to 1, but each row must.",
        ),
        evidence=Evidence(
            call="softmax(X)",
            arguments=[Argument(name="X", value=tensor([["0", "1", "2"], ["1", "1", "5"]], [2, 3]))],
            expected=tensor([["0.09003", "0.2447", "0.6652"], ["0.01766", "0.01766", "0.9647"]], [2, 3]),
            got=tensor([["0.2689", "0.5", "0.04743"], ["0.7311", "0.5", "0.9526"]], [2, 3]),
            comparison=Comparison(
                elements=6,
                mismatched=6,
                worst_index=[1, 0],
                worst_expected=0.01766,
                worst_got=0.7311,
                greatest_difference=0.71344,
                rtol=1e-5,
                atol=1e-5,
            ),
        ),
        frames=[Frame(place="ada.py, line 12", function="softmax", line="return e / e.sum(0)")],
        notes=[Note(message_id="unknown.entry", message="The result is a view of the input.")],
        output="X has shape (2, 3)\n",
    )


def secret_check(outcome: Outcome = Outcome.FAILED) -> CheckResult:
    """A hidden check that holds the secret in every field but those that a student may see."""
    view = TensorView(type=SECRET, dtype=SECRET, shape=[3], cells=[[SECRET]], text=SECRET)
    return CheckResult(
        check=f"softmax.{SECRET}",
        kind=Kind.VALUE,
        hidden=True,
        outcome=outcome,
        points=0.0,
        max_points=1.5,
        sentence="Values are right on further shapes.",
        message_id=f"{SECRET}.entry",
        values={"what": SECRET},
        message=SECRET,
        diagnosis=Diagnosis(misconception=SECRET, message=SECRET, values={"a": SECRET}),
        evidence=Evidence(call=SECRET, arguments=[Argument(name=SECRET, value=view)], expected=view, got=view),
        frames=[Frame(place=SECRET, function=SECRET, line=SECRET)],
        notes=[Note(message_id=SECRET, message=SECRET)],
        output=SECRET,
        check_seed=31337,
    )


def ada() -> SubmissionResult:
    """A submission with a wrong softmax and an unfinished training."""
    waiting = {"message_id": "skipped.requires", "values": {"check": "softmax.values"}, "message": "Not tried."}
    softmax = graded(
        SOFTMAX,
        [
            failed_values(),
            check_of(SOFTMAX, 1, Outcome.SKIPPED, **waiting),
            check_of(SOFTMAX, 2, Outcome.SKIPPED, **waiting),
            check_of(SOFTMAX, 3, Outcome.FAILED, message="Hidden."),
        ],
        file="ada.py",
        notes=[Note(message_id="unknown.entry", message="Lines 40 to 52 were not run.")],
    )
    train = all_passed(
        TRAIN,
        file="ada.py",
        attachments=[
            replace(
                loss_curve([2.31, 0.83, 0.68, 0.61, 0.57, 0.54, 0.52, 0.5, 0.49, 0.48, 0.47]),
                band=band([(2.2, 2.3, 2.4), (0.7, 0.75, 0.85), (0.6, 0.65, 0.7), (0.55, 0.6, 0.64), (0.5, 0.55, 0.6)]),
            ),
            garments(),
        ],
    )
    return submission("ada", [all_passed(DATA_ITER, file="ada.py"), softmax, train])


def eve() -> SubmissionResult:
    """A submission at which torchgrade failed."""
    broken = check_of(
        SOFTMAX, 0, Outcome.ERROR, message=f"ZeroDivisionError in our code {SECRET}", message_id="unknown.ours"
    )
    softmax = without(SOFTMAX, Status.ERROR, file="eve.py", checks=[broken])
    return submission("eve", [all_passed(DATA_ITER), softmax, all_passed(TRAIN)])


def hostile() -> SubmissionResult:
    """A submission that tries to act on the page with each of its texts."""
    text = f"{HOSTILE}\x1b[31m\u202e</details></script>{{{{7*7}}}}"
    check = replace(
        failed_values(),
        message_id="",
        message=text,
        output=text,
        diagnosis=Diagnosis(misconception="unknown", message=text),
        frames=[Frame(place=text, function=text, line=text)],
        evidence=Evidence(
            call=text,
            arguments=[Argument(name=text, value=TensorView(type=text, text=text))],
            got=TensorView(type=text, text=text),
        ),
        notes=[Note(message_id="unknown.entry", message=text)],
    )
    softmax = graded(SOFTMAX, [check], file=text, notes=[Note(message_id="unknown.entry", message=text)])
    problem = Note(message_id="unknown.entry", message=text)
    files = [SubmittedFile(name=text, sha256="cd" * 32, size=9)]
    return submission(HOSTILE, [all_passed(DATA_ITER), softmax, all_passed(TRAIN)], files=files, problems=[problem])


def a_class() -> tuple[list[SubmissionResult], RunRows]:
    """Results of all kinds, and what belongs to their run."""
    absent = submission(
        "李雷",
        [without(DATA_ITER, Status.MISSING), all_passed(SOFTMAX), without(TRAIN, Status.NOT_STARTED)],
    )
    unread = submission(
        "finn",
        [without(exercise, Status.MISSING) for exercise in EXERCISES],
        problems=[Note(message_id="read.empty", message="The file is empty.")],
    )
    duplicate = submission(
        "ada~2",
        [all_passed(exercise) for exercise in EXERCISES],
        problems=[Note(message_id="unknown.entry", message="ada.ipynb has the same id as another submission.")],
    )
    passed = [submission(name, [all_passed(e) for e in EXERCISES]) for name in ("bob", "=1+1", "Zoë")]
    results = [hostile(), *passed, duplicate, unread, absent, eve(), ada()]
    rows = RunRows(
        exercises=EXERCISES,
        not_understood=(
            NotUnderstood(
                name="-rf.docx",
                note=Note(message_id="unknown.entry", message="-rf.docx is not a file that can be graded."),
            ),
        ),
        gone=frozenset({"bob"}),
        failures=(Note(message_id="unknown.entry", message="The plugin 'late' failed."),),
    )
    return results, rows


def a_regrade() -> tuple[list[Change], Generation]:
    """A regrade of the class: a gain, a loss, marks of a person, totals that came and went, and an unchanged row."""
    generation = Generation(
        number=2, kind=GradingKind.REGRADE, at="2026-11-29T21:35:26Z", exercises=("softmax",), checks=("softmax.rows",)
    )
    ids = [result.submission for result in a_class()[0]]
    rows = CheckChange(check="softmax.rows", points=2.0)
    shape = CheckChange(check="softmax.gone", points=-0.5)

    def change(who: str, before: float | None, after: float | None, *checks: CheckChange, **further) -> Change:
        return Change(
            key=further.pop("key", who), submission=who, before=before, after=after,
            max_before=None if before is None else 20.0, max_after=21.5, checks=checks, **further,
        )  # fmt: skip

    found = [
        change("ada", 18.0, 19.5, rows, shape),
        change("eve", 3.0, 2.5, shape, decided=12.5),
        change("finn", None, 4.0),
        change("李雷", 5.0, None),
        change(ids[0], 1.0, 1.0, key="=unchanged"),
        change(HOSTILE, 0.0, 2.0, rows),
    ]
    return sorted(found, key=lambda one: one.key), generation
