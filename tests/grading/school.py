"""A class in memory that several machines grade, each a shard of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import structs

from tests.grading.room import Room
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.reading import Delivery
from torchgrade.grading.class_run import Summary, grade_class
from torchgrade.grading.merge_runs import Merged, merge_runs
from torchgrade.grading.outputs import read_rows
from torchgrade.grading.regrade import RegradeOrder, regrade
from torchgrade.grading.shards import LEAST_SEED, read_shard
from torchgrade.grading.store import Store
from torchgrade.model.results import SubmissionResult

SEED = LEAST_SEED + 5
NAMES = ["ada", "bo", "chen", "dee", "eva", "fay"]
OF = 3
ALL = tuple(f"shard-{number}" for number in range(1, OF + 1))
"""Folders of the shards."""
_LISTS = ("not_understood", "gone", "failures", "enrolled", "delivered", "attempts")
TEXT = "double.values half.values"


class Even(Room):
    """A course in memory whose results take no time, so that two runs have the same bytes."""

    def judged(self, job: JudgeRequest) -> SubmissionResult:
        return structs.replace(super().judged(job), seconds=0.5)


class Class:
    """A class that is graded by several machines."""

    def __init__(self, bench: Any) -> None:
        self.bench = bench
        self.place: Path = bench.inputs.parent
        self.room = bench.executor = Even()
        self.delivery: Delivery | None = None
        self.bench.hand_in(**dict.fromkeys(NAMES[:5], TEXT), **dict.fromkeys(NAMES[5:], "half.values"))

    def grade(self, name: str, shard: str | None = None, **options: Any) -> Summary:
        """Grade into the folder of a name."""
        self.bench.out = self.place / name
        chosen = None if shard is None else read_shard(shard)
        asked = {"seed": SEED, "exercises": ("double", "half"), "shard": chosen, **options}
        order = structs.replace(self.bench.order(**asked), delivery=self.delivery)
        return grade_class(order, self.bench.plugins(), self.bench.watcher)

    def shards(self, *numbers: int) -> None:
        """Grade some shards, each into its folder."""
        for number in numbers:
            self.grade(f"shard-{number}", f"{number}/{OF}")

    def merge(self, *names: str, out: str = "merged") -> Merged:
        """Merge the folders of some names."""
        return merge_runs([self.place / name for name in names], self.place / out, self.bench.plugins())

    def regrade(self, name: str) -> None:
        """Grade again, in the folder of a name, what is not up to date."""
        order = RegradeOrder(run=self.place / name, paths=(self.bench.inputs,), delivery=Delivery(), executor="memory")
        regrade(order, self.bench.plugins(), self.bench.watcher)

    def state(self, name: str) -> dict[str, Any]:
        """Return everything from which the files of a run are written, without the times of its gradings."""
        with Store(self.place / name, writing=False) as store:
            rows = read_rows(store)
            return {
                "results": list(store.results()),
                "exercises": rows.exercises,
                "overrides": rows.overrides,
                "groups": dict(rows.groups),
                "generations": [structs.replace(one, at="") for one in rows.generations],
                **{part: list(getattr(rows, part)) for part in _LISTS},
            }

    def files(self, name: str) -> dict[str, bytes]:
        """Return the files of a run that people and machines read."""
        place = self.place / name
        return {
            str(file.relative_to(place)): file.read_bytes()
            for file in place.rglob("*")
            if file.is_file() and not file.name.startswith("run.")
        }
