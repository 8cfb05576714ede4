"""A band is read where it was made from this data and this reference, and made anew where not."""

from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
import pytest
import torch

from torchgrade.checking import bands
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.results import Band, BandPoint
from torchgrade.plugins.resources import BandSource

_NUMBERS = itertools.count()
TRAIN = """
from torchgrade.errors import UsageError
from torchgrade.model.results import Point

calls = []

def falling(dataset, number):
    calls.append(number)
    return [Point(x=0.0, y=2.0 + number), Point(x=1.0, y=number / 3)]

def uneven(dataset, number):
    return [Point(x=float(number), y=1.0)]

def diverging(dataset, number):
    return [Point(x=0.0, y=1.0), Point(x=1.0, y="nan")]

def broken(dataset, number):
    return 1 / 0

def picky(dataset, number):
    raise UsageError("The data set is too small.")
"""
IMAGES, LABELS = torch.zeros(1, 28, 28, dtype=torch.uint8), torch.zeros(1, dtype=torch.int64)
DATA = Dataset(
    name="tiny", digest="d1", train_images=IMAGES, train_labels=LABELS, test_images=IMAGES, test_labels=LABELS
)
OTHER = Dataset(
    name="other", digest="d2", train_images=IMAGES, train_labels=LABELS, test_images=IMAGES, test_labels=LABELS
)
BAND = Band(
    trainings=3,
    points=[
        BandPoint(x=0.0, low=2.0, median=3.0, high=4.0),
        BandPoint(x=1.0, low=0.0, median=0.333333, high=0.666667),
    ],
)


class Place:
    """A package of a reference, with a name that no other test has imported."""

    def __init__(self, folder: Path) -> None:
        self.name = f"littlereference{next(_NUMBERS)}"
        self.folder = folder / self.name
        self.folder.mkdir()
        (self.folder / "__init__.py").write_text(TRAIN)
        (self.folder / "driver.txt").write_text("for X, y in train_iter:\n")

    def source(self, train: str = "falling") -> BandSource:
        return BandSource(
            curve="curve.a",
            trainings=3,
            train=f"{self.name}:{train}",
            made_from=(f"{self.name}:__init__.py", f"{self.name}:driver.txt"),
            file=f"{self.name}:curves.json",
        )

    def write(self, *datasets: Dataset) -> None:
        bands.write(self.folder / "curves.json", [bands.make(self.source(), dataset) for dataset in datasets])

    @property
    def calls(self) -> list[int]:
        """The trainings since this was last asked."""
        from torchgrade.plugins.resources import resolve

        calls: list[int] = resolve(f"{self.name}:calls")
        seen = list(calls)
        calls.clear()
        return seen


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.syspath_prepend(str(tmp_path))
    return Place(tmp_path)


def test_what_was_made_from_this_data_and_reference_is_read_without_a_training(place: Place) -> None:
    place.write(OTHER, DATA)
    assert place.calls == [0, 1, 2] * 2

    assert bands.band(place.source(), DATA) == BAND
    assert place.calls == []


def test_on_other_data_the_reference_is_trained_anew(place: Place) -> None:
    place.write(OTHER)
    assert place.calls

    assert bands.band(place.source(), DATA) == BAND
    assert place.calls == [0, 1, 2]


@pytest.mark.parametrize("name", ["__init__.py", "driver.txt"])
def test_a_changed_text_of_the_reference_makes_the_file_worthless(place: Place, name: str) -> None:
    place.write(DATA)
    assert place.calls
    with (place.folder / name).open("a") as file:
        file.write("# changed\n")

    assert bands.band(place.source(), DATA) == BAND
    assert place.calls == [0, 1, 2]


def test_another_number_of_trainings_makes_the_file_worthless(place: Place) -> None:
    place.write(DATA)

    assert bands.band(msgspec.structs.replace(place.source(), trainings=2), DATA).trainings == 2


@pytest.mark.parametrize("text", ["", "[1]", "{", '[{"data": "tiny"}]', None])
def test_a_file_that_is_missing_or_damaged_counts_as_none(place: Place, text: str | None) -> None:
    if text is not None:
        (place.folder / "curves.json").write_text(text)

    assert bands.band(place.source(), DATA) == BAND


def test_curves_of_another_length_than_their_x_count_as_none(place: Place) -> None:
    cut = msgspec.structs.replace(bands.make(place.source(), DATA), x=[0.0])
    bands.write(place.folder / "curves.json", [cut])

    assert bands.read(place.source()) == []


def test_written_curves_are_read_again_sorted_and_the_same_bytes_each_time(place: Place) -> None:
    place.write(DATA, OTHER)
    first = (place.folder / "curves.json").read_bytes()
    place.write(OTHER, DATA)

    assert (place.folder / "curves.json").read_bytes() == first
    assert [curves.data for curves in bands.read(place.source())] == ["other", "tiny"]


@pytest.mark.parametrize(
    ("train", "said"),
    [
        ("uneven", "different x"),
        ("diverging", "Training 0 .* no finite curve"),
        ("broken", "Training 0 .*ZeroDivisionError"),
        ("missing", "cannot be imported"),
    ],
)
def test_a_reference_that_gives_no_band_is_its_plugins_error(place: Place, train: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        bands.band(place.source(train), DATA)


def test_a_data_set_that_does_not_serve_is_said_in_the_trainings_own_words(place: Place) -> None:
    with pytest.raises(UsageError, match="too small"):
        bands.band(place.source("picky"), DATA)


def test_a_text_that_is_not_there_is_named(place: Place) -> None:
    source = msgspec.structs.replace(place.source(), made_from=(f"{place.name}:nowhere.py",))
    with pytest.raises(CourseError, match=r"nowhere\.py"):
        bands.band(source, DATA)
