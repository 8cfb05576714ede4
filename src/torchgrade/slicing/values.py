"""Classification of assigned values by their text: function, data, or uncertain."""

from __future__ import annotations

import ast
import builtins
import enum
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.readers.running import LIBRARIES
from torchgrade.slicing.definition import dotted, last_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Look = Callable[[str], ast.stmt | None]
    """Return the statement that binds a name last, or None."""

_MAKES_FUNCTIONS = frozenset(
    {"partial", "compile", "script", "trace", "vectorize", "vmap", "cache", "lru_cache", "wraps"}
)
_MAKES_DATA = frozenset({
    "Counter", "DataFrame", "Dataset", "Figure", "Generator", "ImageFolder", "OrderedDict", "Parameter", "Path",
    "Series", "Tensor", "TensorDataset",
})  # fmt: skip
"""Classes whose objects are not callable, in addition to ``...Loader`` classes and the optimizers of torch."""
_BUILTINS = frozenset({
    "abs", "bool", "bytes", "dict", "divmod", "enumerate", "filter", "float", "frozenset", "input", "int", "iter",
    "len", "list", "map", "open", "print", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
_MATHS = frozenset({"torch", "np", "numpy", "math", "random", "F", "functional"})
_MATHS_PARTS = frozenset({"nn", "functional", "random", "linalg", "special", "fft"})
_LOADS = frozenset({"load", "load_url"})
_LOADERS = ("load_data", "load_arr", "get_dataloader")
"""First parts of the names of functions of the book that return data loaders."""
_METHODS = frozenset({
    "argmax", "argmin", "clone", "detach", "exp", "flatten", "format", "item", "items", "join", "keys",
    "log", "log_softmax", "max", "mean", "min", "norm", "numel", "numpy", "permute", "reshape", "size",
    "split", "squeeze", "std", "sum", "t", "tolist", "transpose", "unsqueeze", "var", "view",
})  # fmt: skip
"""Methods of tensors, texts and similar objects that never return a function, whatever object has them."""
_ATTRIBUTES = frozenset({"T", "data", "device", "dtype", "grad", "ndim", "shape"})
_TYPES: dict[type[ast.expr | None], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
    ast.SetComp: "set", ast.Tuple: "tuple", ast.GeneratorExp: "generator", ast.JoinedStr: "str", ast.BinOp: "",
    ast.UnaryOp: "", ast.Compare: "bool",
}  # fmt: skip
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_CHAIN = 5
"""Maximum number of names and calls that are followed in a chain."""


class Sort(enum.IntEnum):
    """Certainty that a value is data."""

    FUNCTION = 0
    """The value is callable, or the text gives no reason against it."""
    READY_MADE = 1
    """The value is from a library, so the student did not write it."""
    LIKELY_DATA = 2
    """The value is the result of a call, which is mostly data; but a function may return a function."""
    DATA = 3
    """The value is not callable."""


class Value(Struct, frozen=True):
    """A value as described by its text."""

    sort: Sort
    """Certainty that the value is data."""
    type: str = ""
    """Name of the value's type, if the text shows it."""
    call: str = ""
    """Function that returned the value, if the text shows it."""


_FUNCTION = Value(Sort.FUNCTION)
_READY_MADE = Value(Sort.READY_MADE)


def value_of(node: ast.stmt, name: str, look: Look, depth: int = 0) -> Value:
    """Return the value that a statement assigns to a name."""
    if isinstance(node, ast.AnnAssign) and (node.value is None or _is_data_class(last_name(node.annotation))):
        return Value(Sort.DATA, last_name(node.annotation))
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return _of_assigned(node, name, look, depth)
    if isinstance(node, ast.Import | ast.ImportFrom):
        return _READY_MADE if _is_library_import(node) else _FUNCTION
    if isinstance(node, ast.AugAssign | ast.With | ast.AsyncWith | ast.For | ast.AsyncFor | ast.Match):
        return Value(Sort.DATA)
    if isinstance(node, ast.Expr | ast.If):
        walrus = next((n for n in ast.walk(node) if isinstance(n, ast.NamedExpr) and n.target.id == name), None)
        return _FUNCTION if walrus is None else _of(walrus.value, name, look, depth)
    return _FUNCTION


def _of_assigned(node: ast.Assign | ast.AnnAssign, name: str, look: Look, depth: int) -> Value:
    """Return the value that an assignment gives a name; match the parts of tuples and lists by position."""
    value = node.value
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Name) and target.id == name:
            return _of(value, name, look, depth)
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            for part, one in zip(target.elts, value.elts, strict=False):
                if isinstance(part, ast.Starred):
                    break
                if isinstance(part, ast.Name) and part.id == name:
                    return _of(one, name, look, depth)
    whole = _of(value, name, look, depth)
    # Unpacked items are only likely data, because each item of a list of functions is callable.
    is_loaded = whole.sort is Sort.DATA and whole.call.rpartition(".")[2].startswith(_LOADERS)
    return whole if is_loaded else Value(min(Sort.LIKELY_DATA, whole.sort))


def _of(node: ast.expr | None, name: str, look: Look, depth: int) -> Value:
    """Return the value of an expression."""
    if isinstance(node, ast.Call):
        return _of_call(node, name, look, depth)
    if isinstance(node, ast.Name):
        return _of_name(node.id, look, depth)
    if isinstance(node, ast.IfExp) and depth < _CHAIN:
        return min(_of(node.body, name, look, depth + 1), _of(node.orelse, name, look, depth + 1), key=lambda v: v.sort)
    if isinstance(node, ast.Attribute) and node.attr not in _ATTRIBUTES and _is_taken(dotted(node) or "", look):
        return _READY_MADE
    return _of_plain(node)


def _of_plain(node: ast.expr | None) -> Value:
    """Return the value of an expression that is neither a call nor a name."""
    if type(node) in _TYPES:
        return Value(Sort.DATA, _TYPES[type(node)])
    if isinstance(node, ast.Constant):
        return Value(Sort.DATA, type(node.value).__name__)
    if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
        return Value(Sort.DATA)
    if isinstance(node, ast.Subscript):
        return Value(Sort.LIKELY_DATA)
    return _FUNCTION


def _of_name(name: str, look: Look, depth: int) -> Value:
    bound = look(name) if depth < _CHAIN else None
    return _FUNCTION if bound is None or isinstance(bound, _SCOPES) else value_of(bound, name, look, depth + 1)


def _of_call(node: ast.Call, name: str, look: Look, depth: int) -> Value:
    """Return the value of a call.

    A call with the name among its arguments wraps the function. A called name with a capital letter creates an object.
    """
    handed_on = (*node.args, *(keyword.value for keyword in node.keywords))
    made_by, whole = last_name(node.func), dotted(node.func) or ""
    if any(isinstance(one, ast.Name) and one.id == name for one in handed_on) or made_by in _MAKES_FUNCTIONS:
        return _FUNCTION
    if made_by[:1].isupper():
        if _is_data_class(made_by) or "optim" in whole.split("."):
            return Value(Sort.DATA, made_by)
        return _READY_MADE if _is_taken(whole, look) else _of_own_class(made_by, look)
    if isinstance(node.func, ast.Name):
        return _of_own_call(made_by, look, depth)
    if _is_of_library(whole) or made_by in _METHODS or made_by.startswith(_LOADERS):
        return Value(Sort.DATA, call=whole)
    return Value(Sort.LIKELY_DATA, call=whole)


def _is_data_class(name: str) -> bool:
    return name.endswith("Loader") or name in _MAKES_DATA


def _of_own_call(called: str, look: Look, depth: int) -> Value:
    """Return the value of a call by bare name; use the text of the function if the file contains it."""
    bound = look(called) if depth < _CHAIN else None
    if isinstance(bound, ast.ClassDef):
        return _of_own_class(called, look)
    if isinstance(bound, ast.FunctionDef) and not bound.decorator_list:
        return _returned(bound, look, depth + 1)
    if bound is None and called in _BUILTINS and hasattr(builtins, called):
        return Value(Sort.DATA, called if isinstance(getattr(builtins, called), type) else "", called)
    if called.startswith(_LOADERS):
        return Value(Sort.DATA, call=called)
    return Value(Sort.LIKELY_DATA, call=called)


def _is_of_library(whole: str) -> bool:
    """Return whether a dotted name is a numerical function of torch, numpy or a similar library."""
    base, *parts = whole.split(".")
    inner = frozenset(parts[:-1])
    return bool(parts) and base in {*_MATHS, "nn"} and inner <= _MATHS_PARTS and parts[-1] not in _LOADS


def _is_taken(whole: str, look: Look) -> bool:
    """Return whether a dotted name belongs to a library, according to the imports of the file."""
    base = whole.partition(".")[0]
    bound = look(base)
    if bound is None:
        return "." in whole and base in {*_MATHS, "nn"}
    return isinstance(bound, ast.Import | ast.ImportFrom) and _is_library_import(bound)


def _is_library_import(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and (node.module or "").partition(".")[0] in LIBRARIES
    return all(alias.name.partition(".")[0] in LIBRARIES for alias in node.names)


def _of_own_class(called: str, look: Look) -> Value:
    """Return the value of an object of a class: callable if the class defines ``__call__`` or may inherit it."""
    bound = look(called)
    if not isinstance(bound, ast.ClassDef) or bound.bases or bound.decorator_list:
        return _FUNCTION
    methods = (one.name for one in bound.body if isinstance(one, ast.FunctionDef))
    return _FUNCTION if "__call__" in methods else Value(Sort.LIKELY_DATA, called)


def _returned(function: ast.FunctionDef, look: Look, depth: int) -> Value:
    """Return the value that a function of the file returns: data only if every ``return`` returns data."""
    own = list(_own(function))
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own):
        return Value(Sort.DATA, "generator", function.name)
    local = {node.name for node in own if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found = [
        Value(Sort.FUNCTION if node.value.id in local else Sort.LIKELY_DATA)
        if isinstance(node.value, ast.Name)
        else _of(node.value, "", look, depth)
        for node in own
        if isinstance(node, ast.Return)
    ]
    least = min(found, key=lambda value: value.sort, default=Value(Sort.DATA, "NoneType"))
    return Value(least.sort, least.type if least.sort is Sort.DATA else "", function.name)


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes that belong to a function itself, not to a function or class inside it."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            todo.extend(ast.iter_child_nodes(node))
