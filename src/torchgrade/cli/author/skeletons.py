"""Skeletons of courses and exercises, made from the templates beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from torchgrade.cli.author.places import CoursePlaces
from torchgrade.cli.author.refusing import refuse
from torchgrade.cli.author.registering import titled, with_exercise
from torchgrade.courses.languages import LANGUAGES, languages_in

TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".jinja"


def write_course(place: Path, title: str, topic: str, languages: Sequence[str]) -> list[Path]:
    """Write a course into a new folder with the name of the course, and return its files.

    :param title: title of the course; made from the name if it is empty.
    :raises RefusedError: a file exists already.
    """
    name = place.name
    fields = {
        "name": name,
        "dashed": name.replace("_", "-"),
        # Use JSON, because a JSON string is a TOML string too.
        "title": json.dumps(title or titled(name), ensure_ascii=False)[1:-1],
        "topic": topic,
        "topic_title": titled(topic),
        "languages": json.dumps(list(languages)),
    }
    packages = {"package": Path(name), "solutions/package": Path("solutions", f"{name}_solutions")}
    files = {}
    for path, text in _render("course", fields).items():
        head, _, tail = path.rpartition("/")
        files[place / packages.get(head, Path(head)) / tail] = text
    for package in packages.values():
        files |= _topic(place / package, topic)
    _write(files)
    return list(files)


def write_exercise(places: CoursePlaces, topic: str, name: str, parameters: Sequence[str]) -> list[Path]:
    """Write an exercise into a course, add it to ``course.toml``, and return the files of the exercise.

    :raises RefusedError: a file exists already, or ``course.toml`` cannot be changed safely.
    """
    fields = {
        "name": name,
        "signature": f"{name}({', '.join(parameters)})",
        "parameters": parameters,
        "first": parameters[0],
        "arguments": ", ".join(parameters),
        "annotated": ", ".join(f"{one}: torch.Tensor" for one in parameters),
        "names": _tuple([f'"{one}"' for one in parameters]),
        "drawn": _tuple(["tensors.normal(n, q, dtype=dtype)"] * len(parameters)),
        "drawn_float32": _tuple(["tensors.normal(n, q)"] * len(parameters)),
        "module": f"{places.package.name}.{topic}.{name}",
    }
    registered = with_exercise(places.course_file, topic, name)
    languages = languages_in(places.course_file)
    folders = {"course": places.package / topic / name, "solutions": places.solutions / topic / name}
    folders["corpus"] = places.corpus / name
    files = _topic(places.package, topic) | _topic(places.solutions, topic)
    for kind, place in folders.items():
        for path, text in _render(f"exercise/{kind}", fields).items():
            if ".zh." not in path or "zh" in languages:
                files[place / path] = _spoken(text, languages)
    _write(files)
    # Write this file last, because a name without its folder stops every command.
    places.course_file.write_text(registered, "utf-8")
    return list(files)


def _render(kind: str, fields: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of a folder of templates, by the path of each file in that folder."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the files are Python, TOML and Markdown, and the fields are checked names
    )
    place = TEMPLATES / kind
    return {
        file.relative_to(place).as_posix().removesuffix(_SUFFIX): environment.get_template(
            file.relative_to(TEMPLATES).as_posix()
        ).render(**fields)
        for file in sorted(place.rglob(f"*{_SUFFIX}"))
    }


def _write(files: Mapping[Path, str]) -> None:
    """Write new files; write no file if one of them exists."""
    for file in files:
        if file.exists():
            raise refuse("author.new.exists", file=str(file))
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


def _topic(package: Path, topic: str) -> dict[Path, str]:
    """Return the file that makes a topic a package, if the file is missing."""
    file = package / topic / "__init__.py"
    return {} if file.exists() else {file: f'"""Topic {topic}."""\n'}


def _spoken(text: str, languages: Sequence[str]) -> str:
    """Return a text without the sentences in languages that the course does not have."""
    others = tuple(f".{one} = " for one in LANGUAGES if one not in languages)
    return "".join(line for line in text.splitlines(keepends=True) if not any(other in line for other in others))


def _tuple(parts: Sequence[str]) -> str:
    """Return the text of a tuple."""
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
