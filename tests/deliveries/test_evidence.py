"""Tests of the decision between a class and one student's work: by names, code, or a roster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deliveries.made import Tree, written, zipped
from torchgrade.deliveries import evidence
from torchgrade.deliveries.evidence import Around, Verdict, judge, look, with_code
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries
from torchgrade.deliveries.roster import parse_roster
from torchgrade.readers import notebook, python

SOFTMAX = "def softmax(X):\n    return X\n"
SGD = "import torch\n\ndef sgd(params):\n    pass\n"
NOTEBOOK = '{"cells": [{"source": [\n    "x = 1\\n",\n    "def softmax(X):\\n"\n]}]}'


def is_claimed(name: str) -> bool:
    return python.claims(name) or notebook.claims(name)


def verdict(folder: Path, tree: Tree, roster: str | None = None, **around: bool) -> Verdict:
    node = Node(name="in", kind=NodeKind.FOLDER, path=written(folder, tree))
    nodes = entries(node, Allowance())
    rows = None if roster is None else parse_roster(roster, "'r'")
    return judge(with_code(nodes, is_claimed), Around(nodes=nodes, **around), is_claimed, rows)


@pytest.mark.parametrize(
    "tree",
    [
        {"ada.py": SOFTMAX, "ben.ipynb": NOTEBOOK, "chi/hw.py": SOFTMAX, "dan.zip": zipped({"d/hw.py": SOFTMAX})},
        {"ada.py": SOFTMAX, "ben.py": SOFTMAX, "cy.py": "", "notes.pdf": "x"},
        {"ada.py": SOFTMAX, "ben.py": SGD},
        {"softmax_ada.py": SOFTMAX, "softmax_ben.py": SOFTMAX},
        {"20230001_hw.py": "", "20230002_hw.py": "", "readme.txt": "x"},
        {"student1/hw.py": SOFTMAX, "student2/hw.py": SOFTMAX},
        {"张三.py": SOFTMAX, "李四的作业.py": SOFTMAX, "王五.py": SOFTMAX},
        {"1001.py": SOFTMAX, "1002.py": SOFTMAX},
        {"ada.py": SOFTMAX, "ben.py": SOFTMAX, "README.md": "x"},
    ],
)
def test_entries_that_are_called_like_people_and_do_the_same_are_a_class(tree: Tree, tmp_path: Path) -> None:
    assert verdict(tmp_path, tree) is Verdict.CLASS


@pytest.mark.parametrize(
    "tree",
    [
        {"main.py": "import utils\n", "utils.py": SOFTMAX, "model.py": SGD},
        {"softmax.py": SOFTMAX, "sgd.py": SGD},
        {"yewnet.py": SOFTMAX, "oaknet.py": "from yewnet import softmax\ndef net():\n    pass\n"},
        {"src/net.py": SOFTMAX, "tests/test_net.py": SGD, "README.md": "x"},
        {
            "yewnet.py": "class YewNet:\n    pass\n" + SOFTMAX,
            "oaknet.py": "class OakNet:\n    pass\n" + SOFTMAX,
            "README": "",
        },
        {"ginkgo.py": "# ginkgo\n" + SOFTMAX, "walnut.py": "# walnut\n" + SGD, "requirements.txt": "torch"},
        {"hw3.py": SOFTMAX, "hw3 (1).py": SOFTMAX, "hw3_old.ipynb": NOTEBOOK},
        {"1/hw.py": SOFTMAX, "2/hw.py": SOFTMAX, "10/hw.py": SOFTMAX},
        {"week1/hw.py": SOFTMAX, "week2/hw.py": SGD},
        {"q1.py": SOFTMAX, "q2.py": SGD, "q3.py": ""},
    ],
)
def test_parts_and_copies_of_one_work_are_one_students(tree: Tree, tmp_path: Path) -> None:
    assert verdict(tmp_path, tree) is Verdict.ONE


@pytest.mark.parametrize(
    "tree",
    [
        {"ada.py": SOFTMAX, "ben.py": "import ada\n" + SOFTMAX},
        {"ada.py": SOFTMAX, "ben.py": SOFTMAX, "src/x.py": SGD},
        {"ada.py": SOFTMAX, "ben.py": SGD, "requirements.txt": "torch"},
        {"1.py": SOFTMAX, "2.py": SOFTMAX},
        {"softmax.py": SOFTMAX, "hw.py": SOFTMAX},
        {"ginkgo.py": "# a ginkgo net\ndef f():\n    pass\n", "walnut.py": "# walnut\ndef g():\n    pass\n"},
    ],
)
def test_what_may_be_either_is_unsure(tree: Tree, tmp_path: Path) -> None:
    assert verdict(tmp_path, tree) is Verdict.UNSURE


def test_the_name_of_the_folder_counts(tmp_path: Path) -> None:
    tree = {"ginkgo.py": "# a ginkgo net\ndef f():\n    pass\n", "walnut.py": "# walnut\ndef g():\n    pass\n"}

    assert verdict(tmp_path, tree, is_collection=True) is Verdict.CLASS
    assert verdict(tmp_path, tree, is_person=True) is Verdict.ONE
    assert verdict(tmp_path, tree, is_listed=True) is Verdict.ONE


def test_people_in_a_folder_that_may_be_a_persons_are_never_one(tmp_path: Path) -> None:
    """Use ``Optimisation II``, because its words may be a person's name."""
    assert verdict(tmp_path / "a", {"ada.py": SOFTMAX, "ben.py": SGD}, is_person=True) is Verdict.UNSURE
    assert verdict(tmp_path / "b", {"ada.py": SOFTMAX, "ben.py": SOFTMAX}, is_person=True) is Verdict.CLASS
    assert verdict(tmp_path / "c", {"ada.py": f"# ada\n{SOFTMAX}", "ben.py": SOFTMAX}, is_person=True) is Verdict.UNSURE


def test_a_name_in_the_code_of_half_of_a_class_hides_no_class(tmp_path: Path) -> None:
    named = f"# {{}}\n{SOFTMAX}"
    tree = {"ada.py": named.format("Ada"), "ben.py": SOFTMAX}

    assert verdict(tmp_path / "a", tree) is Verdict.CLASS
    assert verdict(tmp_path / "b", {**tree, "ben.py": named.format("ben")}) is Verdict.UNSURE
    assert verdict(tmp_path / "c", {**tree, "ben.py": named.format("ben")}, is_collection=True) is Verdict.CLASS


def test_parts_of_the_work_of_a_person_that_define_the_same_are_one(tmp_path: Path) -> None:
    tree = {"yewnet.py": "class YewNet:\n    pass\n" + SOFTMAX, "oaknet.py": "class OakNet:\n    pass\n" + SOFTMAX}

    assert verdict(tmp_path, tree, is_person=True) is Verdict.ONE


def test_a_roster_says_who_is_a_student(tmp_path: Path) -> None:
    tree = {"main.py": "import utils\n", "utils.py": ""}
    roster = "login\nmain\nutils\n"

    assert verdict(tmp_path, tree, roster) is Verdict.CLASS
    assert verdict(tmp_path, tree, "login\nmain\n") is Verdict.ONE


def test_code_is_read_in_part_and_methods_are_no_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "class Net:\n    def forward(self):\n        import late\n        from .deep import x\n"
    node = Node(
        name="in", kind=NodeKind.FOLDER, path=written(tmp_path, {"a.py": text, "b.py": b"\xff\0def", "c.py": ""})
    )
    monkeypatch.setattr(evidence, "MOST_LOOKED_AT", 2)
    looked = look(entries(node, Allowance()), is_claimed)

    assert [one.defines for one in looked] == [{"Net"}, frozenset()]
    assert looked[0].imports == {"late", "deep"}
