"""Folders of the course that an author works in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torchgrade.cli.author.refusing import refuse
from torchgrade.model.phrases import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlaces:
    """Folders of one course, all of them on disk."""

    package: Path
    """Package that a student installs; its ``course.toml`` names the exercises."""
    solutions: Path
    """Package that only an instructor installs."""
    corpus: Path
    """Folder of submissions that somebody wrote independently."""

    @property
    def course_file(self) -> Path:
        """File that names the exercises."""
        return self.package / "course.toml"


def find_course(here: Path) -> CoursePlaces:
    """Return the course around a folder: the folder itself, a folder inside it or a folder above it.

    :raises RefusedError: there is no course, there are several, or the solutions are missing.
    """
    for place in (here, *here.parents):
        if (place / "course.toml").is_file():
            return _places(place)
        # Check for a project, because a folder without a project contains at most courses of others.
        is_project = (place / "pyproject.toml").is_file()
        packages = sorted(file.parent for file in place.glob("*/course.toml")) if is_project else []
        if len(packages) > 1:
            raise refuse("author.course.several", folder=str(place), names=listed(one.name for one in packages))
        if packages:
            return _places(packages[0])
    raise refuse("author.course.missing", folder=str(here))


def _places(package: Path) -> CoursePlaces:
    # Look in both, because the solutions are inside the course's folder or, as a separate project, beside it.
    roots = (package.parent, package.parent.parent)
    name = f"{package.name}_solutions"
    solutions = [root / "solutions" / name for root in roots if (root / "solutions" / name / "__init__.py").is_file()]
    if not solutions:
        raise refuse("author.course.solutions", name=name, file=str(roots[0] / "solutions" / name / "__init__.py"))
    corpora = [root / "tests" / "corpus" for root in roots if (root / "tests").is_dir()]
    corpus = corpora[0] if corpora else roots[0] / "tests" / "corpus"
    return CoursePlaces(package=package, solutions=solutions[0], corpus=corpus)
