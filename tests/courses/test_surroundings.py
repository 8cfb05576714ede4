"""``course.toml`` says what stands beside a submission and what it may import."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torchgrade.courses.surroundings import USUAL, Surroundings, imports_of, read_surroundings
from torchgrade.errors import CourseError
from torchgrade.model.results import Passage
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CourseSource


def course(root: Path, package: str, line: str) -> CourseSource:
    """Make a course of one exercise whose ``course.toml`` begins with a line."""
    place = root / package
    (place / "t" / f"{package}_f").mkdir(parents=True)
    (place / "__init__.py").write_text("")
    (place / "course.toml").write_text(f'{line}\n[[topics]]\nname = "t"\nexercises = ["{package}_f"]\n')
    settings = f'title = "F"\nsignature = "{package}_f(X)"\nsection = 1.0\n'
    (place / "t" / f"{package}_f" / "exercise.toml").write_text(settings)
    return CourseSource(name=package, package=package)


def plugins_of(*sources: CourseSource) -> Plugins:
    class Plugin:
        @hookimpl
        def torchgrade_exercises(self) -> list[CourseSource]:
            return list(sources)

    return Plugins([Plugin()], entry_points=False)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("imports_one", "imports_two", "around"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_a_course_says_what_its_submissions_may_import(place: Path) -> None:
    plugins = plugins_of(course(place, "imports_one", 'imports = ["torch", "einops"]'))

    assert imports_of(plugins, ["imports_one_f"]) == ("einops", "torch")


def test_a_part_of_a_package_stands_for_the_package(place: Path) -> None:
    plugins = plugins_of(course(place, "imports_one", 'imports = ["torch.nn", "torch"]'))

    assert imports_of(plugins, ["imports_one_f"]) == ("torch",)


def test_a_course_that_says_nothing_has_the_usual_libraries(place: Path) -> None:
    assert imports_of(plugins_of(course(place, "imports_one", "")), ["imports_one_f"]) == tuple(sorted(USUAL))


def test_of_several_courses_those_count_whose_exercises_are_graded(place: Path) -> None:
    one, two = course(place, "imports_one", 'imports = ["a"]'), course(place, "imports_two", 'imports = ["b", "a"]')
    plugins = plugins_of(one, two)

    assert imports_of(plugins, ["imports_one_f"]) == ("a",)
    assert imports_of(plugins, ["imports_one_f", "imports_two_f"]) == ("a", "b")
    assert imports_of(plugins, []) == ()


@pytest.mark.parametrize("line", ['imports = "torch"', "imports = [1]", "imports = 5", "imports = { torch = 1 }"])
def test_anything_but_a_list_of_names_is_the_authors_error(line: str, place: Path) -> None:
    with pytest.raises(CourseError, match="imports is a list of names"):
        imports_of(plugins_of(course(place, "imports_one", line)), ["imports_one_f"])


def around(place: Path, text: str) -> Path:
    """Write a package whose ``course.toml`` is the text."""
    root = place / "around"
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "course.toml").write_text(text)
    return root


def test_a_course_without_givens_stand_ins_and_sections_surrounds_a_submission_with_nothing(place: Path) -> None:
    around(place, "topics = []\n")

    assert read_surroundings("around") == Surroundings()


def test_givens_and_stand_ins_are_the_texts_of_their_files(place: Path) -> None:
    root = around(place, 'givens = "g.txt"\n[[stand_ins]]\nfile = "s.txt"\nmodules = ["d2l"]\n')
    (root / "g.txt").write_text("given")
    (root / "s.txt").write_text("stand-in")
    found = read_surroundings("around")

    assert found.givens == "given"
    assert [(one.modules, one.source) for one in found.stand_ins] == [(["d2l"], "stand-in")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "A"\ngivens = "gone.txt"\n', r"course.toml, line 2: 'gone.txt' cannot be read"),
        ('\n[[stand_ins]]\nfile = "s.txt"\n', r"course.toml, line 2: an entry of \[\[stand_ins\]\] has no modules"),
        ('[[sections]]\nsection = "1"\n', r"course.toml, line 1: an entry of \[\[sections\]\] has no title"),
    ],
)
def test_an_incomplete_entry_is_the_authors_error_with_its_line(place: Path, text: str, said: str) -> None:
    around(place, text)
    with pytest.raises(CourseError, match=said):
        read_surroundings("around")


def test_a_section_has_an_entry_for_its_title_in_other_languages(place: Path) -> None:
    around(place, '[[sections]]\nsection = "4"\ntitle.en = "Four"\ntitle.zh = "四"\nzh = "https://book.example/4"\n')

    assert read_surroundings("around").passages == (
        Passage(section="4", title="Four", entry="section.around.4", links={"zh": "https://book.example/4"}),
    )


def test_a_section_leads_to_its_own_page_or_to_that_of_the_section_around_it() -> None:
    book = Surroundings(
        passages=(
            Passage(section="4", title="Softmax regression", links={"en": "https://book.example/4"}),
            Passage(section="4.3", title="The operation"),
        )
    )

    assert book.passage("4.3, 6 and 7.1") == Passage(section="4.3", title="The operation")
    assert book.passage("4.5.2") == Passage(
        section="4.5.2", title="Softmax regression", links={"en": "https://book.example/4"}
    )
    assert book.passage("2, step 6") == Passage(section="2")
    assert book.passage("") is None
