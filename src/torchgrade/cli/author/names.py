"""Names and signatures that an author chooses, checked before any file is written."""

from __future__ import annotations

import ast
import importlib.util
import keyword
from collections.abc import Collection

from torchgrade.cli.author.refusing import refuse

_OURS = (
    "mistake",
    "right",
    "torch",
    "standard",
    "inputs",
    "in_float64",
    "other_sizes",
    "call",
    "vjp",
    "iterate",
    "run",
)
"""Names that the files of an exercise or the fixture ``student`` already use."""


def check_course_name(name: str) -> None:
    """Refuse a name that cannot be the package of a course.

    :raises RefusedError: the name is not an identifier in lower case, or a module has this name.
    """
    _check_identifier(name)
    if name != name.lower():
        raise refuse("author.name.lower", name=name, fix=name.lower())
    for module in (name, f"{name}_solutions"):
        if importlib.util.find_spec(module) is not None:
            raise refuse("author.name.module", name=name, module=module)


def check_topic_name(name: str) -> None:
    """Refuse a name that cannot be the folder of a topic.

    :raises RefusedError: the name is not an identifier.
    """
    _check_identifier(name)


def check_exercise_name(name: str, taken: Collection[str]) -> None:
    """Refuse a name that cannot be the function of an exercise.

    :param taken: exercises and assignments of all courses.
    :raises RefusedError: the name is not an identifier, is taken, or is used by the files of an exercise.
    """
    _check_identifier(name)
    if name in taken:
        raise refuse("author.name.taken", name=name)
    if name in _OURS:
        raise refuse("author.name.ours", name=name)


def _check_identifier(name: str) -> None:
    if not (name.isascii() and name.isidentifier()) or name.startswith("_"):
        raise refuse("author.name.identifier", name=name)
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise refuse("author.name.keyword", name=name)


def read_signature(signature: str, name: str) -> tuple[str, ...]:
    """Return the parameters of a signature such as ``f(X, y)``.

    :param name: name of the exercise, which the signature must begin with.
    :raises RefusedError: the text is not a call of that name, or a parameter is not a plain name.
    """
    try:
        body = ast.parse(f"def {signature}: pass").body
    except SyntaxError:
        body = []
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        raise refuse("author.signature.broken", signature=signature, name=name)
    found = body[0]
    if found.name != name:
        raise refuse("author.signature.name", signature=signature, name=name, found=found.name)
    parameters = tuple(argument.arg for argument in found.args.args)
    plain = f"{name}({', '.join(parameters)})"
    if not parameters or ast.unparse(found.args) != ", ".join(parameters) or found.returns is not None:
        raise refuse("author.signature.parameters", signature=signature, fix=plain if parameters else f"{name}(X)")
    clashing = [one for one in parameters if one in (*_OURS, name)]
    if clashing:
        raise refuse("author.signature.clash", signature=signature, parameter=clashing[0])
    return parameters
