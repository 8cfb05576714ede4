"""The three distributions and the tiny course, built once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.distributions.installing import Wheel, build, copy_of_the_repository

PROJECTS = {
    "torchgrade": ".",
    "torchgrade-d2l": "exercises",
    "torchgrade-d2l-solutions": "solutions",
    "torchgrade-tinycourse": "tests/tinycourse",
}


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Wheel]:
    """Every distribution by its name."""
    place = tmp_path_factory.mktemp("distributions")
    copy = copy_of_the_repository(place / "copy")
    with ThreadPoolExecutor(2) as builders:
        built = {name: builders.submit(build, copy / project, place / name) for name, project in PROJECTS.items()}
        return {name: future.result() for name, future in built.items()}
