"""The learner's process: runs the learner's cells, keeps the objects, and answers the judge's calls.

Nothing here is a defence: code of the learner may change all of it. What the judge believes is decided in
`autograder.judge.handles`.
"""

from __future__ import annotations

import builtins
import copy
import dataclasses
import gc
import io
import operator
import os
import pickle
import socket
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder import checks
from autograder.learner.graphs import Tensors
from autograder.learner.objects import Objects
from autograder.learner.plain import BASES, content, field_names, same
from autograder.learner.recorder import Recorder
from autograder.learner.shell import Shell
from autograder.wire import exceptions, rng
from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder, is_dense
from autograder.wire.frames import LIMITS, Tree, WireError, frame, receive
from autograder.wire.messages import VERSION, Request, Tag, tensor_changes
from autograder.wire.operators import BINARY, COMPARISONS
from autograder.wire.tensors import modes

MISSING = [Tag.MISSING]
_BUILTINS = (
    "getattr setattr delattr dir len iter next reversed bool float int complex str repr format abs round isinstance"
)
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(builtins, name) for name in _BUILTINS.split()},
    **{name: getattr(operator, name) for name in ("index", "getitem", "setitem", "delitem", "neg", "pos", "invert")},
    **{name: getattr(operator, f"__{name}__") for name in [*BINARY, *COMPARISONS, "eq", "ne"]},
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "enter": lambda manager: manager.__enter__(),
    "exit": lambda manager, *error: manager.__exit__(*error),
}
_ready: list[Shell] = []  # made before the fork


def prepare() -> None:
    """Make the shell of the learners that are forked after this call, and draw once: both take long the first time."""
    import matplotlib.pyplot as plt
    from matplotlib import font_manager, mathtext

    _ready[:] = [Shell()]
    figure, (left, right) = plt.subplots(1, 2, layout="constrained")
    left.semilogy([1.0, 2.0], marker="o", label="x")
    left.set(xlabel="x", title="x")
    right.axhline(1.0, linestyle="--", label="y")
    right.legend()
    figure.savefig(io.BytesIO())
    plt.close(figure)
    # Fonts keep their files open. A child closes all files by number, and later opens others under the same numbers,
    # which a font of the server would close when it goes: FT_Load_Glyph then fails in the middle of a drawing.
    mathtext.MathTextParser._parse_cached.cache_clear()  # type: ignore[attr-defined]
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]
    gc.collect()


def serve(connection: socket.socket) -> None:
    """Answer the judge until it hangs up. This is the handler that the server calls in a fresh child."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # what is printed past sys.stdout belongs nowhere; the connection is another descriptor
        os.dup2(null, number)
    learner, own = Service(), os.getpid()
    while True:
        try:
            request, blobs = receive(connection)
        except (EOFError, OSError):
            return
        answer = learner.answer(request, blobs)
        if os.getpid() != own:  # a cell has forked: only the process that was asked answers
            os._exit(0)
        try:
            connection.sendall(answer)
        except OSError:
            return


class Service:
    """All that one learner's process holds."""

    def __init__(self) -> None:
        self.shell = _ready.pop() if _ready else Shell()
        self.shell.listen()
        self.objects = Objects()
        self.tensors = Tensors()

    def answer(self, tree: Tree, blobs: list[bytes]) -> bytes:
        """Answer one request: do what it asks, then say, in a frame, what came of it and what has changed."""
        request = Request.parse(tree)
        for number in request.drop:
            self.objects.drop(number)
        for key in request.forget:
            self.tensors.drop(key)
        for key in request.release:
            self.tensors.results.pop(key, None)
        decoder = Decoder(blobs, {Tag.SHARED: self._shared, Tag.HANDLE: self._handle, Tag.PICKLE: self._pickle})
        self.tensors.passed = []
        arguments = decoder.value(request.arguments)
        self.tensors.apply(self.tensors.read(decoder, tensor_changes(request.changes)))
        if request.random is not None:
            rng.restore(decoder.blob(request.random))
        before = rng.state()
        contents = [content(value) for value in decoder.objects]
        self.shell.recorder = Recorder()
        line = ""
        with _hear(request.do != "cell") as warned, modes(*request.modes):
            try:
                outcome, good = self._do(request.do, *arguments), True
            except BaseException as error:  # SystemExit too is an outcome
                line = exceptions.own_line(error)
                outcome, good = error.with_traceback(None), False
            recording = torch.is_grad_enabled()
        printed = [] if request.do == "cell" else self.shell.recorder.outputs
        text = "".join(o["text"] for o in printed if o["output_type"] == "stream")[:10_000]
        said = [[[kind.__name__ for kind in w.category.__mro__], str(w.message)[:500]] for w in warned[:20]]
        aside = [text, said, rng.state() != before, recording]
        marks = self.tensors.mark(), self.objects.mark()
        try:
            reply, encoder = self._reply(decoder, contents, request.do, outcome, good, line)
            return frame([VERSION, *reply, *aside], encoder.blobs, LIMITS)
        except (WireError, RecursionError) as error:
            self.tensors.back(marks[0])
            self.objects.back(marks[1])
            cell = request.do == "cell"
            note = [{"output_type": "stream", "name": "stderr", "text": f"[outputs left out: {error}]\n"}]
            refusal = note if cell else RuntimeError(f"what the call returns cannot be passed on: {error}")
            reply, encoder = self._reply(decoder, [None for _ in contents], "", refusal, cell)
            return frame([VERSION, *reply, *aside], encoder.blobs)

    def _reply(
        self, decoder: Decoder, contents: list[Any], what: str, outcome: Any, good: bool, line: str = ""
    ) -> tuple[list[Any], Encoder]:
        """Encode the outcome, then the containers and tensors that have changed."""
        known = {id(value): [Tag.ARGUMENT, number] for number, value in enumerate(decoder.objects)}
        encoder = Encoder(self._keep, self.tensors.encode, known)
        failed = ["raise", *exceptions.describe(outcome, line, encoder.node)] if not good else []
        body = failed or self._body(encoder, what, outcome)
        changed = [
            [number, self._items(encoder, value)]
            for number, value in enumerate(decoder.objects)
            if not same(contents[number], content(value))
        ]
        return [body, changed, self.tensors.changes(encoder)], encoder

    def _do(self, what: str, *arguments: Any) -> Any:
        match what:
            case "files":
                return _write(*arguments)
            case "cell":
                return self.shell.run(*arguments)
            case "names":
                return [self.shell.names.get(name, MISSING) for name in arguments]
            case "bind":
                return self.shell.names.update(zip(arguments[::2], arguments[1::2], strict=True))
            case "unbind":
                return [self.shell.names.pop(name, None) for name in arguments] and None
            case "settle":
                return self.shell.settle()
            case "helper":
                name, args, kwargs = arguments
                return getattr(checks, name)(*args, **kwargs)
            case "grad_fn":
                return self.tensors.results[arguments[0]].grad_fn
            case "gradients":
                return self.tensors.gradients(*arguments)
            case "call":
                function, args, kwargs = arguments
                return function(*args, **kwargs)
        return _FUNCTIONS[what](*arguments)

    # Encoding

    def _body(self, encoder: Encoder, what: str, result: Any) -> Any:
        if what == "gradients" and not any(grad is not None and grad.requires_grad for grad in result):
            plain = Encoder(self._keep)
            plain.blobs = encoder.blobs
            return ["return", plain.node(result)]
        if what == "names":
            return ["return", [Tag.LIST, *(self._name(encoder, value) for value in result)]]
        return ["return", encoder.node(result)]

    def _name(self, encoder: Encoder, value: Any) -> Any:
        if value is MISSING:
            return MISSING
        if isinstance(value, types.ModuleType):
            return [Tag.MODULE, value.__name__, self._keep(encoder, value)]
        return encoder.node(value)

    def _items(self, encoder: Encoder, value: Any) -> Any:
        items = [item for pair in value.items() for item in pair] if isinstance(value, dict) else list(value)
        return [encoder.node(item) for item in items]

    def _keep(self, encoder: Encoder, value: Any) -> Any:
        """Encode what has no plain form: an instance of a subclass as what it holds, all else as a handle."""
        if isinstance(value, np.generic) and type(value.item()) in (bool, int, float, complex, str, bytes):
            return encoder.node(value.item())
        if dataclasses.is_dataclass(value) and type(value).__module__ == checks.__name__:
            fields = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
            return [Tag.RECORD, type(value).__name__, *([name, encoder.node(part)] for name, part in fields)]
        if isinstance(value, torch.Tensor) and is_dense(value):
            with torch._C.DisableTorchFunctionSubclass():
                base = self.objects.base(value, lambda: value.as_subclass(torch.Tensor))
            return self.tensors.encode(encoder, base)
        if isinstance(value, tuple) and (names := field_names(value)):
            return [Tag.NAMED, type(value).__name__, names, *map(encoder.node, tuple.__iter__(value))]
        for kind, base in BASES.items():
            if isinstance(value, kind):
                return encoder.node(base(value))
        return [Tag.HANDLE, *self.objects.describe(value)]

    # Decoding

    def _shared(self, decoder: Decoder, rest: list[Any]) -> torch.Tensor:
        tensor = self.tensors.decode(decoder, rest)
        if rest[0] > 0 and tensor.grad_fn is not None:
            self.tensors.passed.append(tensor)
        return tensor

    def _handle(self, _decoder: Decoder, rest: list[Any]) -> Any:
        return self.objects.get(rest[0])

    def _pickle(self, decoder: Decoder, rest: list[Any]) -> Any:
        blob, *nodes = rest
        place = len(decoder.objects)
        decoder.objects.append(None)
        parts = decoder.values(nodes)
        value = _Unpickler(decoder.blob(blob), parts).load()
        decoder.objects[place] = value
        return value


def _write(folder: str, *parts: Any) -> None:
    """Go into a folder and put files there, given as names and bytes in turn."""
    os.chdir(folder)
    for name, data in zip(parts[::2], parts[1::2], strict=True):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)


class _Unpickler(pickle.Unpickler):
    """Reads a pickle of the judge, in which tensors, containers and handles are numbered parts."""

    def __init__(self, data: bytes, parts: list[Any]) -> None:
        super().__init__(io.BytesIO(data))
        self._parts = parts

    def persistent_load(self, number: int) -> Any:
        return self._parts[number]


@contextmanager
def _hear(listen: bool) -> Iterator[list[warnings.WarningMessage]]:
    """Collect warnings, so that the judge can give them."""
    if not listen:
        yield []
        return
    with warnings.catch_warnings(record=True) as heard:
        yield heard
