"""Tests of finding a class inside other folders and zips, and of a student's own work as one submission."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deliveries.made import CODE, Tree, files, listed, refused, written, zipped
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.wrappers import UnsureError

Deliver = Callable[..., Listing]
SGD = "def sgd(p):\n    pass\n"
CLASS = {"ada.py": CODE, "ben.ipynb": '{"source": [\n "def softmax(X):\\n"]}', "chi/hw.py": CODE}
FILES = {"ada": ["ada.py"], "ben": ["ben.ipynb"], "chi": ["hw.py"]}
PROJECT = {"main.py": "import utils\n", "utils.py": CODE, "README.md": "x"}


def under(prefix: str, tree: Tree) -> dict[str, str | bytes]:
    return {f"{prefix}/{name}": content for name, content in tree.items()}


def given(folder: Path, name: str, tree: Tree) -> Path:
    return written(folder, {name: zipped(tree)}) / name


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("submissions (1).zip", "submissions"),
        ("week3-final.zip", "HW3"),
        ("HW3-20251006T120000Z-001.zip", "HW3"),
        ("class.zip", "class"),
        ("Homework3.zip", "Homework3/Homework3"),
    ],
)
def test_a_folder_in_the_zip_of_a_class_is_opened_whatever_it_is_called(name: str, inside: str, tmp_path: Path) -> None:
    path = given(tmp_path, name, {**under(inside, CLASS), "__MACOSX/x/._ada.py": "x", f"{inside}/.DS_Store": "x"})

    assert files(listed(path)) == FILES
    assert files(listed(tmp_path)) == FILES


@pytest.mark.parametrize("prefix", ["week3", "X/X", "Downloads/hw3/hw3"])
def test_a_folder_around_a_class_is_opened_and_what_lies_beside_is_listed(prefix: str, deliver: Deliver) -> None:
    listing = deliver({**under(prefix, CLASS), "roster.csv": "x", ".DS_Store": "x", "Thumbs.db": "x"})

    assert files(listing) == FILES
    assert refused(listing) == {"Thumbs.db": "listing.not_code", "roster.csv": "listing.not_code"}
    assert [one.place.endswith(prefix) for one in listing.recognised] == [True]


def test_a_folder_that_is_given_with_the_one_around_it_counts_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "outer", under("week3", CLASS))

    assert files(listed(folder, folder / "week3")) == FILES
    assert files(listed(folder / "week3", folder)) == FILES


def test_a_zip_in_a_zip_in_a_folder_is_opened(deliver: Deliver) -> None:
    assert files(deliver({"outer/all.zip": zipped({"inner.zip": zipped(CLASS)})})) == FILES


@pytest.mark.parametrize("prefix", ["ada", "week3/ada", "submissions/ada/ada", "class (1)/ada"])
def test_the_project_of_the_only_student_is_one_submission_by_the_students_name(prefix: str, deliver: Deliver) -> None:
    listing = deliver(under(prefix, PROJECT))

    assert list(files(listing)) == ["ada"]


def test_the_zip_of_a_student_that_a_program_called_like_its_folder_is_no_class(deliver: Deliver) -> None:
    tree = {
        "ada.zip": zipped({"ada/lenet.py": "def train():\n    pass\n", "ada/resnet.py": "def train():\n    pass\n"})
    }

    assert files(deliver(tree)) == {"ada": ["ada/lenet.py", "ada/resnet.py"]}


def test_a_sole_file_in_a_folder_of_a_class_is_its_students(deliver: Deliver) -> None:
    assert files(deliver({"submissions/ada.py": CODE})) == {"ada": ["ada.py"]}


def test_a_sole_file_in_a_folder_of_a_student_is_the_folders(deliver: Deliver) -> None:
    assert files(deliver({"ada/hw.py": CODE})) == {"ada": ["hw.py"]}


def test_a_roster_says_that_a_sole_folder_is_a_student(deliver: Deliver) -> None:
    tree = {"hw/softmax.py": CODE, "hw/ginkgo.py": "ginkgo = 1"}

    assert list(files(deliver(tree, roster="login\nhw\n"))) == ["hw"]


def test_what_may_be_a_class_or_one_work_is_asked_and_both_answers_settle_it(tmp_path: Path) -> None:
    path = given(tmp_path, "week3.zip", under("hw3", {"walnut.py": "# walnut", "ginkgo.py": "# ginkgo"}))

    with pytest.raises(UnsureError, match=r"hw3 contains code under 2 names: ginkgo.py, walnut.py\."):
        listed(path)
    assert files(listed(path, layout="inside")) == {"ginkgo": ["ginkgo.py"], "walnut": ["walnut.py"]}
    assert files(listed(path, layout="plain")) == {"hw3": ["ginkgo.py", "walnut.py"]}


def test_groups_of_a_course_are_asked_for_and_never_one_submission_each(deliver: Deliver) -> None:
    tree = {**under("Lab A", CLASS), "Lab B.zip": zipped(under("Lab B", {"dan.py": CODE, "eve.py": CODE}))}

    with pytest.raises(UnsureError, match="contains 2 folders or archives: Lab A, Lab B.zip"):
        deliver(tree)
    assert list(files(deliver(tree, layout="inside"))) == ["ada", "ben", "chi", "dan", "eve"]
    assert list(files(deliver(tree, layout="plain"))) == ["Lab A", "Lab B"]


def test_groups_whose_names_hold_numbers_of_students_are_read(deliver: Deliver) -> None:
    tree = {
        f"{day}/2023000{number}_张{number}.py": CODE for day, number in [("一", 1), ("一", 2), ("二", 3), ("二", 4)]
    }
    listing = deliver(tree)

    assert len(listing.found) == 4
    assert [one.layout for one in listing.recognised] == ["named", "named"]


def test_students_who_keep_several_files_are_no_groups(deliver: Deliver) -> None:
    tree = {**under("ada", CLASS), **under("ben", {"hw.py": CODE, "hw_old.py": CODE})}

    assert list(files(deliver(tree))) == ["ada", "ben"]


def test_inside_opens_no_student_of_a_class(deliver: Deliver) -> None:
    tree = {"ada/a.py": CODE, "ada/b.py": SGD, "ben/a.py": CODE}

    assert files(deliver(tree, layout="inside")) == {"ada": ["a.py", "b.py"], "ben": ["a.py"]}


def test_a_layout_that_is_asked_for_is_looked_for_inside(deliver: Deliver) -> None:
    tree = {"export/Ada_1_assignsubmission_file/hw.py": CODE, "export/Bo_2_assignsubmission_file/hw.py": CODE}

    assert list(files(deliver(tree, layout="moodle"))) == ["Ada_1", "Bo_2"]


def test_a_layout_that_is_asked_for_and_is_nowhere_reads_what_was_given(deliver: Deliver) -> None:
    listing = deliver({"export/hw.py": CODE}, layout="moodle")

    assert refused(listing) == {"export": "deliveries.unmatched"}


def test_a_broken_zip_in_a_folder_is_listed(deliver: Deliver) -> None:
    assert refused(deliver({"all.zip": b"x", "roster.csv": "x"})) == {
        "all.zip": "deliveries.archive_broken",
        "roster.csv": "listing.not_code",
    }


def test_folders_in_folders_without_an_end_are_read_as_deep_as_before(deliver: Deliver) -> None:
    listing = deliver({"/".join("d" * 12) + "/a.py": CODE})

    assert listing.found == []
    assert "listing.too_deep" in refused(listing).values()
