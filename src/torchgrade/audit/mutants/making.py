"""Mutants of a module's text: every operator at every place, without repeated texts, up to a maximum."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from torchgrade.audit.mutants.gradients import quiet
from torchgrade.audit.mutants.keys import change_between
from torchgrade.audit.mutants.names import earlier_name
from torchgrade.audit.mutants.operators import ON_BLOCKS, ON_NODES
from torchgrade.audit.mutants.reach import Site, reached, sites, without_docstrings

__all__ = ["MOST", "Mutant", "mutants"]

MOST = 200
"""Maximum of mutants of one text; if a text has more, they are chosen evenly over the operators."""


class Mutant(Struct, frozen=True):
    """One wrong change of a right answer."""

    operator: str
    number: int
    """Number of the mutant among the mutants of its operator, from 1."""
    line: int
    """First changed line of the right answer."""
    change: str
    """Old and new lines, unique in the list. An author uses this key to argue for the mutant."""
    text: str
    """Whole module that is submitted."""


def mutants(text: str, function: str, most: int = MOST) -> list[Mutant]:
    """Return the mutants of a function and of the code that it needs in its module, in a fixed order.

    Raise `ValueError` if the text does not define the function, and `SyntaxError` if the text is not Python.
    """
    tree = without_docstrings(ast.parse(text))
    places = [site for place in reached(tree, function) for site in sites(tree, "body", place)]
    whole = ast.unparse(tree)
    known = _known_modules(tree)
    seen = {whole}
    made: dict[str, list[Mutant]] = {}
    changes: Counter[str] = Counter()
    for operator, line, changed in _changed(tree, places):
        if changed in seen or not _fits(changed, known):
            continue
        seen.add(changed)
        change = change_between(whole, changed)
        changes[change] += 1
        key = change if changes[change] == 1 else f"{change} ({changes[change]})"
        group = made.setdefault(operator, [])
        group.append(Mutant(operator, len(group) + 1, line, key, changed + "\n"))
    return _chosen(list(made.values()), most)


def _changed(tree: ast.Module, places: list[Site]) -> Iterator[tuple[str, int, str]]:
    """Yield operator, line and text of every change; restore the tree after each change."""
    off = quiet(tree)
    for name, on_node in {**ON_NODES, "earlier_name": earlier_name(tree)}.items():
        for site in places:
            node = site.get()
            if isinstance(node, ast.AST) and not _is_pointless(name, site, off):
                for new in list(on_node(node)):
                    yield name, _line_of(site), _text_with(tree, site, new)
    for name, on_block in ON_BLOCKS.items():
        for site in places:
            block = site.get()
            if isinstance(block, list):
                for new_block in list(on_block(block)):
                    line = next(
                        (a.lineno for a, b in zip(block, new_block, strict=False) if a is not b), block[-1].lineno
                    )
                    yield name, line, _text_with(tree, site, new_block)


def _is_pointless(operator: str, site: Site, off: set[ast.AST]) -> bool:
    """Return whether another operator makes the same change at this place, or the change has no effect there."""
    if operator == "call_dropped":
        return isinstance(site.parent, ast.Expr)
    return operator == "detach" and site.get() in off


def _text_with(tree: ast.Module, site: Site, new: object) -> str:
    old = site.get()
    site.put(new)
    try:
        return ast.unparse(tree)
    finally:
        site.put(old)


def _line_of(site: Site) -> int:
    """Return the line of a node, or the line of the node around it if it has no line."""
    node = site.get()
    return int(getattr(node, "lineno", 0) or getattr(site.parent, "lineno", 1))


def _known_modules(tree: ast.Module) -> set[str]:
    """Return the names that imports of the module bind."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return found


def _fits(text: str, known: set[str]) -> bool:
    """Return whether a text compiles and imports torch if it uses torch, because a missing name is not a mistake."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mutant may look odd
        try:
            tree = ast.parse(text)
            compile(tree, "mutant", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    # Ask for the name, because `from torch.utils import data` has the word too.
    return "torch" in known or not any(isinstance(node, ast.Name) and node.id == "torch" for node in ast.walk(tree))


def _chosen(groups: list[list[Mutant]], most: int) -> list[Mutant]:
    """Return at most so many mutants, as evenly over the operators and over the places of each operator as possible."""
    shares = [0] * len(groups)
    left = min(most, sum(map(len, groups)))
    while left:
        for place, group in enumerate(groups):
            if left and shares[place] < len(group):
                shares[place] += 1
                left -= 1
    return [
        group[index * len(group) // share]
        for group, share in zip(groups, shares, strict=True)
        for index in range(share)
    ]
