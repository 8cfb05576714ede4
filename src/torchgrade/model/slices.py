"""Part of a submission that a graded function reaches: the judge cuts it, and the worker executes it."""

from __future__ import annotations

from msgspec import Struct, field


class Statement(Struct, frozen=True, kw_only=True):
    """One top-level statement, with its place in the submitted file."""

    file: str
    """Name of the code object: ``softmax.py``, or ``ada.ipynb cell 3``."""
    line: int
    """First line of ``source`` in that file (or cell), decorators included; counts from 1."""
    source: str
    """Lines of the statement, with magics already blanked."""
    drop: list[tuple[int, int]] = field(default_factory=list)
    """Line (in the file or cell) and column of each nested statement that does not run (ruling 18)."""
    binds: list[str] = field(default_factory=list)
    """Names that the statement binds at top level; empty for a star import."""
    star: bool = False
    """Whether the statement is a star import, whose names never hide the student's own names."""
    without_self: bool = False
    """Whether the first parameter is left out, because the method does not use it outside its class."""


class Method(Struct, frozen=True, kw_only=True):
    """Method that is called as a function, on an object made for this call."""

    name: str
    """Name of the method and of the exercise."""
    holder: str
    """Name of its class, after the names of the classes around it: ``Chapter.Softmax``."""
    file: str
    """Name of the code object that contains the method."""
    line: int
    """Line of the definition."""
    of_class: bool = False
    """Whether the method is a class method, for which no object is made."""


class Unit(Struct, frozen=True, kw_only=True):
    """One module made of statements: the submission's file, or a module beside it."""

    module: str
    """``submission`` for the file itself, otherwise the name that the student imports."""
    sources: dict[str, str]
    """Text by ``Statement.file``, so that ``inspect.getsource`` and tracebacks show it."""
    statements: list[Statement]
    """Statements in file order."""
    own: list[str] = field(default_factory=list)
    """Names that the student binds at top level anywhere in the file; a star import never hides these names."""
    methods: list[Method] = field(default_factory=list)
    """Methods that are bound when all statements have run."""
