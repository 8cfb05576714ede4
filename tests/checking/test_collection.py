"""A course's checks are collected as they stand; an author's errors are refused, the caller's files change nothing."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path

import pytest

from tests.checking.little_course import VALUE, collected, little_course
from torchgrade.checking.collection import collect
from torchgrade.errors import CourseError
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.exercises import CheckSpec
from torchgrade.model.outcomes import Kind
from torchgrade.model.told import in_language

RIGHT = f'''
{VALUE}
def test_rows(student):
    """Rows add up
    to one.

    False alarm: none.
    """

@pytest.mark.check(points=1.5, kind="gradient", requires=["rows"])
def test_gradient(student):
    """The gradient is right."""

@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_order(student):
    """The order differs."""
'''
HIDDEN = '''
@pytest.mark.check(points=0.5, kind="value")
def test_secret(student):
    """Another set of inputs."""
'''


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what collecting takes out of the environment."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
        monkeypatch.delenv(name)


def test_checks_are_collected_in_the_order_in_which_they_stand(tmp_path: Path) -> None:
    assert collected(tmp_path, RIGHT, HIDDEN).checks["f"] == (
        CheckSpec(check="f.rows", sentence="Rows add up to one.", title="rows", kind=Kind.VALUE, points=2.0),
        CheckSpec(
            check="f.gradient",
            sentence="The gradient is right.",
            title="gradient",
            kind=Kind.GRADIENT,
            points=1.5,
            requires=("f.rows",),
        ),
        CheckSpec(check="f.order", sentence="The order differs.", title="order", kind=Kind.STATISTICS, points=1.0),
        CheckSpec(
            check="f.secret",
            sentence="Another set of inputs.",
            title="secret",
            kind=Kind.VALUE,
            points=0.5,
            hidden=True,
        ),
    )


def check(mark: str, body: str = '"""A sentence."""', name: str = "test_rows(student)") -> str:
    return f"\n{mark}\ndef {name}:\n    {body}\n"


GOOD = check(VALUE)
WRONG = {
    "no mark": (check(""), "needs one mark"),
    "two marks": (check(f"{VALUE}\n{VALUE}"), "needs one mark"),
    "a mark by position": (check('@pytest.mark.check(2, "value")'), "needs one mark"),
    "no points": (check('@pytest.mark.check(kind="value")'), "is wrong"),
    "no kind": (check("@pytest.mark.check(points=1)"), "is wrong"),
    "an unknown kind": (check('@pytest.mark.check(points=1, kind="style")'), "is wrong"),
    "points that are no number": (check('@pytest.mark.check(points=None, kind="value")'), "is wrong"),
    "a third of a point": (check('@pytest.mark.check(points=1/3, kind="value")'), "multiple of 0.5"),
    "a quarter of a point": (check('@pytest.mark.check(points=0.25, kind="value")'), "multiple of 0.5"),
    "no point at all": (check('@pytest.mark.check(points=0, kind="value")'), "multiple of 0.5"),
    "negative points": (check('@pytest.mark.check(points=-1, kind="value")'), "multiple of 0.5"),
    "points without end": (check('@pytest.mark.check(points=float("inf"), kind="value")'), "multiple of 0.5"),
    "points that are no number at all": (
        check('@pytest.mark.check(points=float("nan"), kind="value")'),
        "multiple of 0.5",
    ),
    "an unknown word in the mark": (
        check('@pytest.mark.check(points=1, kind="value", require=["x"])'),
        "has require; remove it",
    ),
    "an unknown mark": (check(f"{VALUE}\n@pytest.mark.chekc"), "chekc"),
    "no docstring": (check(VALUE, "pass"), "has no sentence"),
    "an empty docstring": (check(VALUE, '"""  """'), "has no sentence"),
    "a skip": (check(VALUE, '"""S."""\n    pytest.skip("later")'), "can skip itself"),
    "an imported skip": (
        "from pytest import skip\n" + check(VALUE, '"""S."""\n    skip("later")'),
        "can skip itself",
    ),
    "a mark that skips": (check(f"{VALUE}\n@pytest.mark.skipif(True, reason='x')"), "skip"),
    "an expected failure": (check(VALUE, '"""S."""\n    pytest.xfail("x")'), "can skip itself"),
    "a module that skips itself": (f"pytest.skip('x', allow_module_level=True)\n{GOOD}", "cannot be collected"),
    "a module that needs another": (f"pytest.importorskip('no_such_module')\n{GOOD}", "cannot be collected"),
    "a module that does not parse": ("def (:\n", "cannot be collected"),
    "a module that raises": ("1 / 0\n", "cannot be collected"),
    "a parametrised check": (
        check(f"{VALUE}\n@pytest.mark.parametrize('n', [1, 2])", name="test_rows(student, n)"),
        "parametrised",
    ),
    "a check in a class that skips": (
        f'class TestAll:\n    {VALUE}\n    def test_rows(self):\n        """S."""\n        pytest.skip("x")\n',
        "can skip itself",
    ),
    "no checks": ("", "no checks"),
    "two of one name": (GOOD + f"\nclass TestAgain:\n    {VALUE}\n    def test_rows(self):\n        '''S.'''\n", "Two"),
    "an unknown requirement": (
        GOOD + check('@pytest.mark.check(points=1, kind="shape", requires=["columns"])', name="test_shape()"),
        "requires f.columns",
    ),
    "a requirement that stands below": (
        check('@pytest.mark.check(points=1, kind="shape", requires=["rows"])', name="test_shape()") + GOOD,
        "requires f.rows",
    ),
    "a requirement of itself": (
        check('@pytest.mark.check(points=1, kind="value", requires=["rows"])'),
        "requires f.rows",
    ),
    "no requirement declared": (
        GOOD + check('@pytest.mark.check(points=1, kind="shape")', name="test_shape()"),
        "must name the checks that it depends on",
    ),
    "a shape that rests on nothing": (
        GOOD + check('@pytest.mark.check(points=1, kind="shape", requires=[])', name="test_shape()"),
        "must name the checks that it depends on",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_authors_error_is_refused(case: str, tmp_path: Path) -> None:
    text, complaint = WRONG[case]
    with pytest.raises(CourseError, match=complaint):
        collected(tmp_path, text)


def test_an_authors_errors_can_be_read_in_chinese_one_after_another(tmp_path: Path) -> None:
    wrong = "".join(
        check(f'@pytest.mark.check(points={points}, kind="value")', name=f"test_{points}()") for points in (3, 0)
    )
    with pytest.raises(CourseError) as caught:
        collected(tmp_path, wrong.replace("points=3", "points=0.3"))

    said = in_language(caught.value, load_catalogue([files("torchgrade") / "catalogues"], "zh"))
    assert said.count("请写 0.5 的倍数") == 2
    assert re.search(r"checks\.py 第 \d+ 行：检查项 f\.3 的分数是 0\.3；", said)


def test_a_hidden_module_that_skips_itself_is_refused(tmp_path: Path) -> None:
    """Its checks would be gone without a word."""
    with pytest.raises(CourseError, match="cannot be collected"):
        collected(tmp_path, GOOD, f"pytest.skip('x', allow_module_level=True)\n{GOOD}")


def test_hidden_checks_carry_at_most_a_quarter(tmp_path: Path) -> None:
    hidden = check('@pytest.mark.check(points=1, kind="value")', name="test_secret()")
    with pytest.raises(CourseError, match="more than a quarter"):
        collected(tmp_path, GOOD, hidden)

    three = GOOD + check('@pytest.mark.check(points=1, kind="shape", requires=["rows"])', name="test_shape()")
    assert len(collected(tmp_path, three, hidden).checks["f"]) == 3


def test_value_statistics_and_convergence_carry_half(tmp_path: Path) -> None:
    shape = check('@pytest.mark.check(points=3, kind="shape", requires=["rows"])', name="test_shape()")
    with pytest.raises(CourseError, match="half of the points"):
        collected(tmp_path, GOOD + shape, HIDDEN)


def test_shares_are_not_judged_where_hidden_checks_are_not_installed(tmp_path: Path) -> None:
    shape = check('@pytest.mark.check(points=3, kind="shape", requires=["rows"])', name="test_shape()")

    assert len(collected(tmp_path, GOOD + shape).checks["f"]) == 2


HOSTILE = """
import pytest

def pytest_collection_modifyitems(items):
    items.reverse()
    del items[1:]

def pytest_configure(config):
    raise RuntimeError("the caller's conftest ran")
"""


def test_the_callers_place_and_environment_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ruling 27: neither options, nor plugins, nor a configuration, nor a conftest of the caller counts."""
    course = little_course(tmp_path, RIGHT, HIDDEN)
    names = [spec.check for spec in collect(course.exercises, course.root).specs["f"]]
    here = tmp_path / "here"
    here.mkdir()
    course = little_course(here, RIGHT, HIDDEN)
    (here / "reorder.py").write_text(HOSTILE)
    for place in (here, course.root, course.exercises[0].checks_path.parent):
        (place / "conftest.py").write_text(HOSTILE)
        (place / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\npython_functions = nothing_*\n")
        (place / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--deselect test_rows'\n")
    monkeypatch.chdir(here)
    monkeypatch.syspath_prepend(str(here))
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --collect-only -p reorder")
    monkeypatch.setenv("PYTEST_PLUGINS", "reorder")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "")

    assert [spec.check for spec in collect(course.exercises, course.root).specs["f"]] == names
    assert "PYTEST_ADDOPTS" not in os.environ


BARE = '@pytest.mark.check(points=2, kind="value")\ndef test_rows():\n    pass\n'
SECRET = '@pytest.mark.check(points=0.5, kind="value")\ndef test_secret():\n    """Not shown."""\n'
SAID = '[checks]\nrows.title.en = "Rows"\nrows.en = "Rows must add up to one."\nrows.zh = "每行之和应为 1。"\n'
SAID_OF_SECRET = 'secret.title.en = "Other inputs"\nsecret.en = "Other inputs must work."\n'


def test_sentences_toml_gives_title_and_sentence_of_visible_and_hidden_checks(tmp_path: Path) -> None:
    rows, secret = collected(tmp_path, BARE, SECRET, sentences=SAID + SAID_OF_SECRET).checks["f"]

    assert (rows.title, rows.sentence) == ("Rows", "Rows must add up to one.")
    assert (secret.title, secret.sentence, secret.hidden) == ("Other inputs", "Other inputs must work.", True)


@pytest.mark.parametrize(
    ("hidden", "sentences", "said"),
    [
        (SECRET, SAID, "sentences.toml, line 1: the check f.secret has no sentence; add secret.en"),
        (SECRET, SAID + SAID_OF_SECRET + SAID_OF_SECRET.replace("secret", "gone"), "'f' has no check 'gone'; remove"),
    ],
)
def test_checks_and_sentences_that_do_not_meet_are_the_authors_error(
    tmp_path: Path, hidden: str, sentences: str, said: str
) -> None:
    with pytest.raises(CourseError, match=said):
        collected(tmp_path, BARE, hidden, sentences=sentences)


def test_where_hidden_checks_are_not_installed_their_sentences_are_no_error(tmp_path: Path) -> None:
    assert len(collected(tmp_path, BARE, sentences=SAID + SAID_OF_SECRET).checks["f"]) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            check('@pytest.mark.check(points=0.3, kind="value")'),
            r"checks.py, line \d+: The check f.rows has 0.3 points",
        ),
        ("\n\nx = = 1\n", r"checks.py, line \d+: SyntaxError: invalid syntax"),
        ("\n\n1 / 0\n", r"checks.py, line \d+: ZeroDivisionError: division by zero. Correct that line"),
    ],
)
def test_an_authors_error_names_file_and_line(text: str, line: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=line):
        collected(tmp_path, text)
