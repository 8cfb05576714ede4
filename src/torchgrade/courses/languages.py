"""Languages in which a course is written."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources.abc import Traversable

from torchgrade.courses.tables import course_error, read_table
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import LanguageSource, folder

NAMES = {"en": "English", "zh": "中文"}
"""Name of each language of torchgrade itself, in that language."""
RECORDS = "en"
"""Language of records that a program reads."""
LANGUAGES = tuple(NAMES)
"""Languages of torchgrade itself; a course has both, unless its ``course.toml`` says otherwise."""


def known_languages(plugins: Plugins) -> dict[str, str]:
    """Return the name of each language by its code: those of torchgrade, and those that plugins add."""
    added: list[LanguageSource] = plugins.gather("torchgrade_languages")
    return NAMES | {source.code: source.name for source in added if source.code not in NAMES}


@lru_cache(maxsize=4)
def language_folder(language: str) -> Traversable | None:
    """Return the folder of a language that a plugin adds; None for English and Chinese, and for an unknown language.

    The folder contains catalogues and, in ``exercises/<name>``, the statement, the hints and the stub of an exercise.
    """
    if language in NAMES:
        return None
    added: list[LanguageSource] = Plugins(tolerant=True).gather("torchgrade_languages")
    package = next((source.package for source in added if source.code == language), None)
    return None if package is None else folder(package)


def languages_of(package: str) -> tuple[str, ...]:
    """Return the languages of a course, English first.

    :param package: package of the course.
    :raises CourseError: its ``course.toml`` is damaged.
    """
    return languages_in(folder(package) / "course.toml")


def languages_in(file: Traversable) -> tuple[str, ...]:
    """Return the languages that a ``course.toml`` names, English first.

    :raises CourseError: ``languages`` is no list of known languages, or lacks English.
    """
    named = read_table(file).get("languages", list(LANGUAGES))
    if not isinstance(named, list) or "en" not in named or any(one not in LANGUAGES for one in named):
        raise course_error(file, ("languages",), "languages", found=repr(named))
    return tuple(one for one in LANGUAGES if one in named)
