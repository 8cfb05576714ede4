"""Requests of a judge to a worker and the accepted replies, as typed msgpack.

Each request contains a random 64-bit number that its reply repeats (ruling 24). Values are trees of nodes. The bytes of
tensors follow the header in one body, in the order of the nodes. The decoder refuses texts and lists that are longer
than an honest peer's. A header therefore cannot grow much in memory.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from torchgrade.model.slices import Unit

DTYPES = (
    "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool",
    "complex64", "complex128",
)  # fmt: skip
"""Dtypes that are sent, by torch's name; every other value becomes an :class:`Opaque`."""
MAX_DIMENSIONS = 16

Name = Annotated[str, Meta(max_length=4096)]
Text = Annotated[str, Meta(max_length=1 << 15)]
Shape = Annotated[list[int], Meta(max_length=MAX_DIMENSIONS)]
_FEW = Meta(max_length=64)
"""Limit for lists with one entry per argument, warning or line of a traceback."""
_SOME = Meta(max_length=1024)
"""Limit for lists of names and of lines of the student's text."""


class TensorNode(Struct, frozen=True, kw_only=True, tag="t", tag_field="_"):
    """A tensor whose bytes are in the body."""

    dtype: Name
    shape: Shape
    requires_grad: bool = False
    leaf: bool = True
    type: Name = "Tensor"
    """``Tensor``, ``Parameter``, or the name of a subclass."""
    stride: Shape | None = None
    """Strides, only in requests: for a view whose storage is sent whole."""
    storage: int = 0
    """Only with ``stride``: number of elements sent."""
    offset: int = 0
    """Only with ``stride``: start of the view in these elements."""
    grad: TensorNode | None = None
    """The tensor's ``.grad``, with its own bytes after the bytes of the tensor."""


class Scalar(Struct, frozen=True, tag="s", tag_field="_"):
    """None, a bool, a float, a string, or an int of at most 64 bits."""

    value: bool | int | float | Text | None


class Items(Struct, frozen=True, tag="i", tag_field="_"):
    """A list or a tuple; in requests also a generator over the items."""

    kind: Name
    items: list[Node]


class Mapping(Struct, frozen=True, tag="m", tag_field="_"):
    """A dictionary with string keys."""

    items: dict[Name, Node]


class Opaque(Struct, frozen=True, tag="o", tag_field="_"):
    """A value that is not sent: its type, and a description of it."""

    type: Name
    text: Text = ""
    number: bool | int | float | None = None
    """Number of a numpy scalar."""


class DataRef(Struct, frozen=True, tag="d", tag_field="_"):
    """In requests: a data set attached under this name."""

    name: str


Node = TensorNode | Scalar | Items | Mapping | Opaque | DataRef


class StandIn(Struct, frozen=True, kw_only=True):
    """A module of the course that replaces an installed one (ruling 20)."""

    modules: list[str]
    """Names for importing the module; the first is its own."""
    source: str
    """Text of the module."""
    replaces: dict[str, str] = field(default_factory=dict)
    """Replaced attributes: ``torchvision.datasets.FashionMNIST`` to the attribute of the stand-in."""


class Load(Struct, frozen=True, kw_only=True, tag="load", tag_field="_"):
    """Execute the slice of a submission that one exercise reaches."""

    number: int
    units: list[Unit]
    stand_ins: list[StandIn]
    givens: str
    """Text of the functions that the course provides."""
    fill: list[str]
    """Names taken from the givens if the student does not define them."""
    override: list[str]
    """Names always taken from the givens."""
    wanted: list[str]
    """Names that will be called."""
    seed: int
    statement_seconds: float = 2.0
    more: bool = False
    """Whether another exercise of the same submission may follow in this worker."""
    again: bool = False
    """Whether the worker has loaded another exercise of the same submission, which it forgets first."""


class Call(Struct, frozen=True, kw_only=True, tag="call", tag_field="_"):
    """Call a function of the submission by position."""

    number: int
    name: str
    arguments: list[Node]
    record: bool = False
    """True to record the torch functions, operators and constructors that ran."""
    constructors: list[str] = field(default_factory=list)
    """Classes whose construction is recorded: ``torch.utils.data.DataLoader``."""
    reply_bytes: int = 16 << 20
    seed: int | None = None
    """Seed of every generator for the first request of a check, which also restores default dtype, grad mode and thread
    count (ruling 7); None for the requests after it."""


class CallEach(Struct, frozen=True, kw_only=True, tag="call_each", tag_field="_"):
    """Call a function of the submission with one list of arguments after another, in one round trip."""

    number: int
    name: str
    several: list[list[Node]]
    record: bool = False
    reply_bytes: int = 16 << 20
    seed: int | None = None


class Vjp(Struct, frozen=True, kw_only=True, tag="vjp", tag_field="_"):
    """Call a function, then pull a cotangent back to some arguments."""

    number: int
    name: str
    arguments: list[Node]
    wrt: list[int]
    """Positions of the arguments for differentiation."""
    cotangent: Node
    """Cotangent with the required shape and dtype of the result."""
    reply_bytes: int = 16 << 20
    seed: int | None = None


class Iterate(Struct, frozen=True, kw_only=True, tag="iterate", tag_field="_"):
    """Call a function and take at most ``limit`` items from the returned iterable."""

    number: int
    name: str
    arguments: list[Node]
    limit: int
    record: bool = False
    constructors: list[str] = field(default_factory=list)
    reply_bytes: int = 16 << 20
    seed: int | None = None


class Run(Struct, frozen=True, kw_only=True, tag="run", tag_field="_"):
    """Execute a scenario beside the student's functions; it leaves a mapping called ``result``."""

    number: int
    scenario: str
    """Text that the exercise ships; it contains no answer, because the student can read it."""
    inputs: dict[str, Node]
    reply_bytes: int = 16 << 20
    seed: int | None = None


class Attach(Struct, frozen=True, kw_only=True, tag="attach", tag_field="_"):
    """Make a tensor known by name: from a sealed memfd with the frame, otherwise from the body."""

    number: int
    name: str
    value: TensorNode
    sealed: bool
    """True if a descriptor is sent with this frame; the body is then empty."""


Question = Call | CallEach | Vjp | Iterate | Run
"""Request whose answer a check judges."""
WorkerRequest = Load | Question | Attach


class Place(Struct, frozen=True, kw_only=True):
    """One frame of a traceback in the student's own text."""

    file: Name
    line: int
    function: Name
    text: Text


class Noted(Struct, frozen=True, kw_only=True):
    """A statement that was reached and skipped, or a line that had another effect than its code asks for."""

    file: Name
    line: int
    reason: Name
    """``failed``, ``slow``, ``decorator``; or the changed effect, ``device``: an entry ``accommodated.device``."""
    type: Name = ""
    message: Text = ""
    builtin: Name = ""
    """Base class as in :class:`Raised`, like the next field."""
    through: Annotated[list[Name], _FEW] = field(default_factory=list)


class Record(Struct, frozen=True, kw_only=True):
    """Functions that ran during a call, according to the worker (DESIGN.md section 3)."""

    functions: Annotated[list[Name], _SOME] = field(default_factory=list)
    operators: Annotated[list[Name], _SOME] = field(default_factory=list)
    constructed: Annotated[list[Name], _SOME] = field(default_factory=list)
    disabled: bool = False
    """True if the record was switched off while the function ran."""


class Loaded(Struct, frozen=True, kw_only=True, tag="loaded", tag_field="_"):
    """Reply to an executed slice."""

    number: int
    defined: Annotated[list[Name], _SOME]
    """Wanted names that now exist."""
    given: Annotated[list[Name], _SOME]
    """Names that the course's givens filled."""
    notes: list[Noted]
    uncallable: Annotated[dict[Name, Name], _FEW] = field(default_factory=dict)
    """Names in ``defined`` whose values are not callable, each with the name of the value's type."""


class Worn(Struct, frozen=True, kw_only=True, tag="worn", tag_field="_"):
    """Reply of a worker that cannot load another exercise, because the one before changed what this one would see."""

    number: int


class Returned(Struct, frozen=True, kw_only=True, tag="returned", tag_field="_"):
    """Reply to a call, a scenario or an iteration that finished."""

    number: int
    value: Node
    after: Annotated[list[Node], _FEW] = field(default_factory=list)
    """Arguments after the call; for a generator, the list of all its items."""
    aliases: Annotated[list[int], _FEW] = field(default_factory=list)
    """Positions of arguments that share storage with the result."""
    gradients: Annotated[list[TensorNode | None], _FEW] = field(default_factory=list)
    """For ``vjp``: one gradient for each requested position; None if no gradient flows."""
    exhausted: bool = True
    """For ``iterate``: True if the items ended by themselves."""
    type: Name = ""
    """For ``iterate``: type of the iterated object."""
    record: Record | None = None
    warnings: Annotated[list[Text], _FEW] = field(default_factory=list)
    notes: Annotated[list[Noted], _SOME] = field(default_factory=list)


class Raised(Struct, frozen=True, kw_only=True, tag="raised", tag_field="_"):
    """Reply to submission code that raised."""

    number: int
    type: Name
    message: Text
    places: Annotated[list[Place], _FEW]
    builtin: Name = ""
    """Nearest built-in base class, such as ``TypeError``."""
    through: Annotated[list[Name], _FEW] = field(default_factory=list)
    """Modules of the frames below the student's last line, outermost first: ``["subprocess"]``."""
    notes: Annotated[list[Noted], _SOME] = field(default_factory=list)


class Each(Struct, frozen=True, kw_only=True, tag="each", tag_field="_"):
    """Reply to several calls in their order, up to the first that raised."""

    number: int
    answers: Annotated[list[Returned], _FEW]
    raised: Raised | None = None
    """Reply to the call after the last answer, if it raised."""
    notes: Annotated[list[Noted], _SOME] = field(default_factory=list)


class TooLarge(Struct, frozen=True, kw_only=True, tag="too_large", tag_field="_"):
    """Reply to a value with more bytes than requested."""

    number: int
    bytes: int


class Done(Struct, frozen=True, kw_only=True, tag="done", tag_field="_"):
    """Reply without a value."""

    number: int


Reply = Loaded | Worn | Returned | Each | Raised | TooLarge | Done

encode = msgspec.msgpack.Encoder().encode
decode_request = msgspec.msgpack.Decoder(WorkerRequest).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
