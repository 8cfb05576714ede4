"""Replies of a worker: whether their form fits the request, and the plain answers in them."""

from __future__ import annotations

from torchgrade.checking.tried import Answer
from torchgrade.protocol.frames import ProtocolError
from torchgrade.protocol.messages import Call, CallEach, Each, Items, Iterate, Mapping, Node, Returned, Run, Vjp
from torchgrade.protocol.unpacking import Unpacker


def answer_of(returned: Returned, unpacker: Unpacker) -> Answer:
    """Return the answer in a reply.

    :param unpacker: reader of the reply's body; several answers in one body are read one after another.
    :raises ProtocolError: a node that no honest worker sends.
    """
    value = unpacker.value(returned.value)
    after, states = [], []
    for node in returned.after:
        read = len(unpacker.states)
        after.append(unpacker.value(node))
        states.append(tuple(unpacker.states[read:]))
    return Answer(
        value=value,
        node=returned.value,
        after=tuple(after),
        states=tuple(states),
        aliases=tuple(returned.aliases),
        gradients=tuple(None if node is None else unpacker.tensor(node) for node in returned.gradients),
        exhausted=returned.exhausted,
        type=returned.type,
        record=returned.record,
        warnings=tuple(returned.warnings),
    )


def hold_to(request: Call | Vjp | Iterate | Run, returned: Returned) -> None:
    """Raise :class:`ProtocolError` if the form of a reply does not fit its request, because checks rely on the form."""
    if isinstance(request, Call | Iterate):
        _hold_arguments(request.arguments, returned.after)
    match request:
        case Call() | Iterate() if request.record and returned.record is None:
            raise ProtocolError("no_record")
        case Vjp() if len(returned.gradients) != len(request.wrt):
            raise ProtocolError("gradients")
        case Iterate() if not (isinstance(returned.value, Items) and returned.value.kind == "list"):
            raise ProtocolError("no_items")
        case Iterate() if isinstance(returned.value, Items) and len(returned.value.items) > request.limit:
            raise ProtocolError("more_items")
        case Run() if not isinstance(returned.value, Mapping):
            raise ProtocolError("no_result")


def hold_each_to(request: CallEach, each: Each) -> None:
    """Raise :class:`ProtocolError` if there is not one answer for each call, up to the call that raised."""
    asked, answered = len(request.several), len(each.answers)
    if answered >= asked if each.raised is not None else answered != asked:
        raise ProtocolError("arguments")
    for arguments, returned in zip(request.several, each.answers, strict=False):
        _hold_arguments(arguments, returned.after)
        if request.record and returned.record is None:
            raise ProtocolError("no_record")


def _hold_arguments(sent: list[Node], after: list[Node]) -> None:
    if len(after) != len(sent):
        raise ProtocolError("arguments")
    if not all(map(_is_told, sent, after)):
        raise ProtocolError("generator")


def _is_told(sent: Node, after: Node) -> bool:
    """Return whether a generator's items were returned as a list of the same length; accept any other argument."""
    if not (isinstance(sent, Items) and sent.kind == "generator"):
        return True
    return isinstance(after, Items) and after.kind == "list" and len(after.items) == len(sent.items)
