"""Operators in the order in which their mutants are made."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from torchgrade.audit.mutants import (
    arithmetic,
    calls,
    conditions,
    forms,
    gradients,
    loops,
    randomness,
    reductions,
    sizes,
    statements,
)

__all__ = ["ON_BLOCKS", "ON_NODES", "OnBlock", "OnNode"]

OnNode = Callable[[ast.AST], Iterator[ast.AST]]
OnBlock = Callable[[list[ast.stmt]], Iterator[list[ast.stmt]]]

ON_NODES: dict[str, OnNode] = {
    "dim": reductions.other_dim,
    "keepdim": reductions.other_keepdim,
    "other_function": reductions.other_function,
    "call_dropped": reductions.call_dropped,
    "sign": arithmetic.sign,
    "operation": arithmetic.operation,
    "operand_dropped": arithmetic.operand_dropped,
    "factor": arithmetic.factor,
    "constant": arithmetic.constant,
    "small_number": arithmetic.small_number,
    "detach": gradients.detached,
    "no_grad_added": gradients.no_grad_added,
    "no_grad_dropped": gradients.no_grad_dropped,
    "in_place": gradients.in_place,
    "not_in_place": gradients.not_in_place,
    "slice": sizes.slice_off_by_one,
    "range": sizes.range_off_by_one,
    "index": sizes.other_index,
    "hard_coded_size": sizes.hard_coded_size,
    "form": forms.other_form,
    "number_type": forms.other_number_type,
    "tuple": forms.other_tuple,
    "float32": forms.fixed_float32,
    "dtype": forms.fixed_dtype,
    "keyword": calls.keyword_dropped,
    "flag": calls.flag_flipped,
    "drop_last": calls.last_dropped,
    "star": calls.star_dropped,
    "arguments": calls.arguments_swapped,
    "default": calls.other_default,
    "condition": conditions.condition,
    "comparison": conditions.comparison,
    "connective": conditions.connective,
    "rounds": loops.rounds_left_out,
    "continue": loops.continued,
    "yield_returned": loops.returned,
    "yield_listed": loops.listed,
    "not_returned": statements.not_returned,
    "seed": randomness.constant_seed,
}
ON_BLOCKS: dict[str, OnBlock] = {
    "no_grad_block": gradients.no_grad_block_dropped,
    "indentation": loops.indentation,
    "statement_dropped": statements.statement_dropped,
    "statements_swapped": statements.statements_swapped,
}
