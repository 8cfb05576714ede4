"""Entry of a new exercise in the text of ``course.toml``; all other text stays unchanged."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path

from torchgrade.cli.author.refusing import refuse
from torchgrade.courses.outline import read_topics
from torchgrade.model.phrases import listed

_HEADER = re.compile(r"^\s*\[.*$", re.MULTILINE)
_LIST = re.compile(r"^[ \t]*exercises[ \t]*=[ \t]*\[((?:[^\]\"#]|\"[^\"]*\"|#[^\n]*)*)\]", re.MULTILINE)


def choose_topic(file: Path, topic: str | None) -> str:
    """Return the topic of a new exercise: the requested topic, or the only topic.

    :raises RefusedError: no topic was requested, and the course has several.
    """
    names = [str(one["name"]) for one in read_topics(file)]
    if topic is not None:
        return topic
    if len(names) != 1:
        raise refuse("author.topic.which", names=listed(names))
    return names[0]


def known_names(file: Path) -> list[str]:
    """Return the exercises and the assignments that a ``course.toml`` names."""
    table = tomllib.loads(file.read_text("utf-8"))
    assignments = [str(one.get("name", "")) for one in table.get("assignments", ())]
    return [name for topic in read_topics(file) for name in topic["exercises"]] + assignments


def with_exercise(file: Path, topic: str, name: str) -> str:
    """Return the text of a ``course.toml`` with one more exercise in a topic; add a new topic at the end.

    :raises RefusedError: the text has a form that cannot be changed safely.
    """
    text = file.read_text("utf-8")
    topics = read_topics(file)
    want = copy.deepcopy(tomllib.loads(text))
    known = [one for one in want["topics"] if one["name"] == topic]
    if known:
        known[0]["exercises"].append(name)
        found = _inserted(text, [one["name"] for one in topics].index(topic), name)
    else:
        title = titled(topic)
        want["topics"].append({"name": topic, "title": title, "exercises": [name]})
        found = f'{text.rstrip()}\n\n[[topics]]\nname = "{topic}"\ntitle = "{title}"\nexercises = ["{name}"]\n'
    if _table(found) != want:
        raise refuse("author.course.by_hand", file=str(file), name=name, topic=topic)
    return found


def titled(name: str) -> str:
    """Return a title made of a name."""
    return name.replace("_", " ").capitalize()


def _inserted(text: str, number: int, name: str) -> str:
    """Return the text with a name at the end of the list of the topic of that number."""
    heads = [head for head in _HEADER.finditer(text) if re.fullmatch(r"\s*\[\[\s*topics\s*\]\].*", head[0])]
    if number >= len(heads):
        return text
    found = _LIST.search(text, heads[number].end())
    if found is None:
        return text
    inside, end = found[1], found.end(1)
    if "\n" in inside:
        kept = inside.rstrip()
        comma = "," if kept and not kept.endswith(",") else ""
        indent = re.findall(r"\n([ \t]*)\S", inside)
        line = f'{kept}{comma}\n{indent[-1] if indent else "    "}"{name}",\n'
        return text[: found.start(1)] + line + text[end:]
    separator = ", " if inside.strip() and not inside.rstrip().endswith(",") else " " if inside.strip() else ""
    return text[: found.start(1)] + f'{inside.rstrip()}{separator}"{name}"' + text[end:]


def _table(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except ValueError:
        return {}
