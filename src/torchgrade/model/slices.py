"""The part of a submission that a graded function reaches: what the judge cuts and the worker executes."""

from __future__ import annotations

from msgspec import Struct, field


class Statement(Struct, frozen=True, kw_only=True):
    """One top-level statement, with its place in the file that was handed in."""

    file: str
    """Name of the code object: ``softmax.py``, or ``ada.ipynb cell 3``."""
    line: int
    """The first line of ``source`` in that file (or cell), decorators included; counts from 1."""
    source: str
    """Its own lines, with magics already blanked."""
    drop: list[tuple[int, int]] = field(default_factory=list)
    """Line (in the file or cell) and column of each nested statement that does not run (ruling 18)."""
    binds: list[str] = field(default_factory=list)
    """The names that it binds at top level; empty for a star import."""
    star: bool = False
    """Whether it is a star import: the names that it brings never hide the student's own."""
    without_self: bool = False
    """Whether its first parameter is left out: a method that does not use it, taken out of its class."""


class Method(Struct, frozen=True, kw_only=True):
    """A method that is called as a function, on an object that is made for it."""

    name: str
    """Of the method and of the exercise."""
    holder: str
    """Name of its class, behind the names of the classes around it: ``Chapter.Softmax``."""
    file: str
    """Name of the code object that it stands in."""
    line: int
    """Where it is defined."""
    of_class: bool = False
    """Whether it is a class method, for which no object is made."""


class Unit(Struct, frozen=True, kw_only=True):
    """One module made of statements: the submission's file, or a module that lies beside it."""

    module: str
    """``submission`` for the file itself, else the name that the student imports."""
    sources: dict[str, str]
    """Text by ``Statement.file``, so that ``inspect.getsource`` and tracebacks show it."""
    statements: list[Statement]
    """In file order."""
    own: list[str] = field(default_factory=list)
    """Names that the student binds at top level anywhere in the file; a star import never hides them."""
    methods: list[Method] = field(default_factory=list)
    """Bound when all statements have run."""
