"""The protocol between judge and learner: its messages, its operations, and the kinds of values in them.

The judge asks, the learner's process answers, one question at a time. `docs/protocol.md` is made from the tables here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from autograder.wire.frames import Tree, WireError
from autograder.wire.operators import BINARY, COMPARISONS

VERSION = 2  # of the protocol: both sides are of one program, so that any other is refused


class Tag(StrEnum):
    """The first entry of a tagged node. What `KINDS` says of each is its whole meaning."""

    ELLIPSIS = "ellipsis"
    FLOAT = "float"
    COMPLEX = "complex"
    TEXT = "text"
    BYTES = "bytes"
    SAME = "same"
    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    FROZENSET = "frozenset"
    DICT = "dict"
    SLICE = "slice"
    RANGE = "range"
    DTYPE = "dtype"
    DEVICE = "device"
    SIZE = "size"
    ARRAY = "array"
    TENSOR = "tensor"
    NAMED = "named"
    SHARED = "shared"
    HANDLE = "handle"
    PICKLE = "pickle"
    ARGUMENT = "argument"
    RECORD = "record"
    MISSING = "missing"
    MODULE = "module"


@dataclass(frozen=True)
class Kind:
    """What follows a tag, who may send it, and what it stands for."""

    form: str
    sender: str  # both, judge or learner
    meaning: str


KINDS = {
    Tag.ELLIPSIS: Kind("", "both", "`...`"),
    Tag.FLOAT: Kind("name", "both", "`nan`, `inf` or `-inf`"),
    Tag.COMPLEX: Kind("real, imaginary", "both", "a complex number"),
    Tag.TEXT: Kind("blob", "both", "a long text"),
    Tag.BYTES: Kind("blob", "both", "bytes"),
    Tag.SAME: Kind("number", "both", "a mutable container that was met before, by its number in this message"),
    Tag.LIST: Kind("items", "both", "a list"),
    Tag.TUPLE: Kind("items", "both", "a tuple"),
    Tag.SET: Kind("items", "both", "a set"),
    Tag.FROZENSET: Kind("items", "both", "a frozen set"),
    Tag.DICT: Kind("keys and values in turn", "both", "a dictionary"),
    Tag.SLICE: Kind("start, stop, step", "both", "a slice"),
    Tag.RANGE: Kind("start, stop, step", "both", "a range"),
    Tag.DTYPE: Kind("name", "both", "a dtype of torch"),
    Tag.DEVICE: Kind("name", "both", "a device of torch"),
    Tag.SIZE: Kind("lengths", "both", "a `torch.Size`"),
    Tag.ARRAY: Kind("type code, shape, blob", "both", "an array of numpy"),
    Tag.TENSOR: Kind("dtype, shape, order of dimensions, blob", "both", "a tensor that is not shared"),
    Tag.NAMED: Kind("name, field names, items", "both", "a named tuple, as a class made for it"),
    Tag.SHARED: Kind("key, and all of it the first time", "both", "a tensor that both sides hold under one key"),
    Tag.HANDLE: Kind(
        "number; from the learner also its class", "both", "an object that stays in the learner's process"
    ),
    Tag.PICKLE: Kind(
        "blob, parts", "judge", "anything else that a test passes, such as a function; never unpickled here"
    ),
    Tag.ARGUMENT: Kind("number", "learner", "a container that was an argument, by its number in the request"),
    Tag.RECORD: Kind(
        "name, fields", "learner", "one of the dataclasses of `autograder.checks`, each field as declared"
    ),
    Tag.MISSING: Kind("", "learner", "no such name"),
    Tag.MODULE: Kind("name, handle", "learner", "a module among the learner's names"),
}


@dataclass(frozen=True)
class Operation:
    """What an operation takes, and what its answer is; only the judge may ask."""

    arguments: str
    answer: str


OPERATIONS = {
    "files": Operation("folder, then names and bytes in turn", "nothing; they lie in the folder, in which cells run"),
    "cell": Operation("source", "the outputs of the cell, a list in nbformat's form"),
    "names": Operation("names of globals", "their values, or missing"),
    "bind": Operation("names of globals and values in turn", "nothing; a graded cell has put these in their place"),
    "unbind": Operation("names of globals", "nothing; a graded cell has deleted them"),
    "settle": Operation("", "nothing, once what the last cell has left running has ended or has been stopped"),
    "helper": Operation("name, arguments, keywords", "what a function of `autograder.checks` returns over there"),
    "grad_fn": Operation("key", "the node behind a result"),
    "gradients": Operation(
        "key, keys of leaves, gradient, create_graph, retain_graph, walk", "vector-Jacobian products, one for each leaf"
    ),
    "call": Operation("function, arguments, keywords", "what it returns"),
    **dict.fromkeys(
        (
            *("getattr", "setattr", "delattr", "dir", "len", "iter", "next", "reversed", "bool", "float", "int"),
            *("complex", "str", "repr", "format", "abs", "round", "isinstance", "index", "getitem", "setitem"),
            *("delitem", "neg", "pos", "invert", "eq", "ne", "deepcopy", "copy", "enter", "exit"),
            *BINARY,
            *COMPARISONS,
        ),
        Operation("object, and what the function of that name takes beside it", "what that function returns"),
    ),
}


@dataclass(frozen=True)
class Request:
    """One question of the judge. Nodes are trees of `encode`; blobs travel beside them."""

    do: str
    arguments: Tree
    changes: list[Tree]  # what the judge has changed in shared tensors since the last message
    drop: list[int]  # numbers of handles that the judge holds no more
    forget: list[int]  # keys of shared tensors that the judge holds no more
    release: list[int]  # keys of results whose graph the judge needs no more
    modes: tuple[bool, bool]  # whether autograd records, whether inference mode is on
    random: int | None  # the blob of the random generators' states, where they have changed

    def tree(self) -> Tree:
        """Make the tree of this request."""
        if self.do not in OPERATIONS:
            raise WireError(f"no operation {self.do!r}")
        sets = [self.drop, self.forget, self.release]
        return [VERSION, self.do, self.arguments, self.changes, *sets, list(self.modes), self.random]

    @staticmethod
    def parse(tree: Tree) -> Request:
        """Make a request of its tree; raise `WireError` for any other form."""
        match tree:
            case [
                version,
                str(do),
                arguments,
                list(changes),
                list(drop),
                list(forget),
                list(release),
                [grad, inference],
                random,
            ]:
                _require(version == VERSION and do in OPERATIONS, "another protocol")
                _require(all(type(n) is int for n in (*drop, *forget, *release)), "a number is none")
                _require(type(grad) is bool and type(inference) is bool, "modes are true or false")
                _require(random is None or type(random) is int, "not a blob")
                return Request(do, arguments, changes, drop, forget, release, (grad, inference), random)
        raise WireError("not a request")


@dataclass(frozen=True)
class Returned:
    """An outcome: the node of the value that an operation returned."""

    node: Tree


@dataclass(frozen=True)
class Failed:
    """An outcome: an exception, by the names of its classes, its message, the nodes of its arguments, its line."""

    names: list[str]
    message: str
    nodes: list[Tree]
    line: str  # of the learner's code, where it was raised


@dataclass(frozen=True)
class TensorChange:
    """What has changed in one shared tensor; `node` is None where its elements have not, and `bumped` as by `.data`."""

    key: int
    bumped: bool
    node: list[Tree] | None
    requires_grad: bool
    retains_grad: bool
    held: bool  # whether it may have a gradient: only then `grad` counts
    grad: Tree


@dataclass(frozen=True)
class Reply:
    """One answer of the learner's process, every field of its type; the nodes in it are still to be decoded."""

    outcome: Returned | Failed
    refilled: list[tuple[int, list[Tree]]]  # containers among the arguments, by number, with their new items
    changes: list[TensorChange]
    text: str  # what was printed
    warnings: list[tuple[list[str], str]]  # names of the classes, and the message
    drawn: bool  # whether random numbers were drawn
    recording: bool  # whether autograd records afterwards

    @staticmethod
    def parse(tree: Tree) -> Reply:
        """Make a reply of its tree, and change nothing; raise `WireError` for any other form."""
        match tree:
            case [version, list(outcome), list(refilled), list(changes), str(text), list(said), drawn, recording]:
                _require(version == VERSION, "another protocol")
                _require(type(drawn) is bool and type(recording) is bool, "flags are true or false")
                return Reply(
                    _outcome(outcome),
                    [_refill(entry) for entry in refilled],
                    tensor_changes(changes),
                    text,
                    [_warning(entry) for entry in said],
                    drawn,
                    recording,
                )
        raise WireError("not a reply")


def tensor_changes(trees: list[Tree]) -> list[TensorChange]:
    """Check what both sides send of changed tensors; raise `WireError` for any other form."""
    return [_change(tree) for tree in trees]


def _change(tree: Tree) -> TensorChange:
    match tree:
        case [key, bumped, list() | None as node, requires_grad, retains, held, grad]:
            flags = (bumped, requires_grad, retains, held)
            _require(type(key) is int and all(type(flag) is bool for flag in flags), "not a change of a tensor")
            return TensorChange(key, bumped, node, requires_grad, retains, held, grad)
    raise WireError("not a change of a tensor")


def _outcome(tree: list[Tree]) -> Returned | Failed:
    match tree:
        case ["return", node]:
            return Returned(node)
        case ["raise", list(names), str(message), list(nodes), str(line)]:
            _require(all(type(name) is str for name in names), "a class is named by a text")
            return Failed(names, message, nodes, line)
    raise WireError("neither a result nor an error")


def _refill(tree: Tree) -> tuple[int, list[Tree]]:
    match tree:
        case [number, list(nodes)]:
            _require(type(number) is int and number >= 0, "a container is named by its number")
            return number, nodes
    raise WireError("not a changed container")


def _warning(tree: Tree) -> tuple[list[str], str]:
    match tree:
        case [list(names), str(message)]:
            _require(all(type(name) is str for name in names), "a class is named by a text")
            return names, message
    raise WireError("not a warning")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise WireError(what)
