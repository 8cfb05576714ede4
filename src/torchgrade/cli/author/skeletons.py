"""Skeletons of courses and exercises, made from the templates beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2

from torchgrade.cli.author.refusing import refuse

TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".jinja"


def render(kind: str, fields: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of a folder of templates, by the path of each file in that folder.

    :param kind: folder of ``templates``, such as ``exercise/course``.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the files are Python, TOML and Markdown, and the fields are checked names
    )
    place = TEMPLATES / kind
    found = sorted(file for file in place.rglob(f"*{_SUFFIX}"))
    return {
        file.relative_to(place).as_posix().removesuffix(_SUFFIX): environment.get_template(
            file.relative_to(TEMPLATES).as_posix()
        ).render(**fields)
        for file in found
    }


def write(files: Mapping[Path, str]) -> None:
    """Write new files; write none of them if one exists.

    :raises RefusedError: a file exists already.
    """
    for file in files:
        if file.exists():
            raise refuse("author.new.exists", file=str(file))
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
