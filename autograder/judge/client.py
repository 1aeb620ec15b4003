"""The judge's connection to a learner's process: asks, and believes nothing but plain data."""

from __future__ import annotations

import socket
import sys
import time
import warnings
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from autograder import checks
from autograder.judge import reports
from autograder.judge.backward import Tensors, owner
from autograder.judge.handles import Handle, handle_class
from autograder.judge.pickling import pack
from autograder.wire import exceptions, rng
from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import LIMITS, Limits, Tree, WireError, receive, send
from autograder.wire.messages import Failed, Reply, Request, Returned, Tag


class GoneError(RuntimeError):
    """The learner's process does not answer any more."""


class Client:
    """One learner's process, as long as it answers. `fault` says why it does not: died, timeout or garbage."""

    def __init__(self, connection: socket.socket, seconds: float = 5.0, limits: Limits = LIMITS) -> None:
        self.seconds = seconds  # a call
        self.deadline = float("inf")  # of the cell, on time.monotonic
        self.calls = 0
        self.fault: str | None = None
        self.reason = ""
        self.tensors = Tensors(self)
        self.released: list[int] = []  # keys of results whose graph the judge needs no more
        self.named: set[tuple[str, str]] = set()  # module and name of the classes that the cell reads
        self.ending: Callable[[], str] = lambda: "ended"  # asks how the process ended
        self.rebound: Callable[[], tuple[dict[str, Any], list[str]]] = lambda: ({}, [])  # names, and those deleted
        self.quiet: Any = None  # the stream to which what the learner prints does not go
        self._connection, self._limits = connection, limits
        self._handles: dict[int, weakref.ref[Handle]] = {}
        self._kinds: dict[int, Any] = {}
        self._dropped: list[int] = []
        self._said: list[tuple[type[Warning], str]] = []
        self._random: Any = rng.state()

    def close(self) -> None:
        """Hang up."""
        self.fault = self.fault or "closed"
        self._connection.close()

    def agree_on_random(self) -> None:
        """Take the present state of the random generators as known: only a test that sets or uses them sends it."""
        self._random = rng.state()

    def agree_on_names(self) -> None:
        """Bind and delete globals over there as the running cell has done it here: `del f`, or a stand-in for `f`."""
        changed, deleted = self.rebound()
        if deleted:
            self.ask("unbind", *deleted)
        if changed:
            self.ask("bind", *(part for pair in changed.items() for part in pair))

    def ask(self, what: str, *arguments: Any, share: bool = True, seconds: float | None = None) -> Any:
        """Ask the learner's process and return its answer, or raise what the learner's code raised.

        Raises `TimeoutError` where no answer comes in time, and `GoneError` where none will come.
        """
        if self.fault:
            raise (TimeoutError if self.fault == "timeout" else GoneError)(self.reason)
        self.agree_on_names()
        self.calls += 1
        seconds = self.seconds if seconds is None else seconds
        deadline = min(time.monotonic() + seconds, self.deadline)
        held = self.tensors.alive(), [handle() for handle in self._handles.values()]  # nothing goes while we wait
        request, encoder = self._request(what, arguments, share)
        try:
            send(self._connection, request, encoder.blobs, deadline)
            reply, blobs = receive(self._connection, self._limits, deadline)
            result = self._understand(what, encoder, reply, blobs, deadline)
        except TimeoutError:
            self.give_up("timeout", f"time limit: no result after {seconds:g} s")
            raise TimeoutError(self.reason) from None
        except (EOFError, OSError):
            self.give_up("died", f"the process of the learner's code {self.ending()}")
            raise GoneError(self.reason) from None
        except WireError as error:
            self.give_up("garbage", f"the process of the learner's code sent something unreadable: {error}")
            raise GoneError(self.reason) from None
        except BaseException:  # such as the time limit of the cell: half a message may be on its way
            self.give_up("timeout", "time limit: the cell did not end")
            raise
        del held
        for category, message in self._said:
            warnings.warn(message, category, stacklevel=3)
        if isinstance(result, exceptions.Raised):
            raise result.error
        return result

    def give_up(self, fault: str, reason: str) -> None:
        """Hang up for good because of a fault; the first one counts."""
        if not self.fault:
            self.fault, self.reason = fault, reason
        self._connection.close()

    def _request(self, what: str, arguments: tuple[Any, ...], share: bool) -> tuple[Tree, Encoder]:
        drop, self._dropped = self._dropped, []
        for number in drop:
            self._kinds.pop(number, None)
        forget, self.tensors.dropped = self.tensors.dropped, []
        encoder = Encoder(pack, self.tensors.encode if share else None, limits=self._limits)
        state, blob = rng.state(), None
        tree = encoder.node(list(arguments))
        changes = self.tensors.changes(encoder)
        if state != self._random:
            self._random, blob = state, len(encoder.blobs)
            encoder.blobs.append(rng.pack(state))
        modes = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
        release = self.released[:]
        del self.released[: len(release)]
        return Request(what, tree, changes, drop, forget, release, modes, blob).tree(), encoder

    def _understand(self, what: str, sent: Encoder, tree: Tree, blobs: list[bytes], deadline: float) -> Any:
        """Parse a reply, decode all of it, and only then make the changes that it reports.

        Raises `WireError` for any other form; the test's objects are then as they were.
        """
        decoder = Decoder(
            blobs,
            {
                Tag.SHARED: self.tensors.decode,
                Tag.HANDLE: self._handle,
                Tag.ARGUMENT: lambda _, rest: sent.objects[rest[0]],
                Tag.RECORD: reports.make,
                Tag.MISSING: lambda _, __: MISSING,
                Tag.MODULE: lambda decoder, rest: Module(decoder.text(rest[0]), decoder.value(rest[1])),
            },
            self._limits,
            deadline,
        )
        try:
            reply = Reply.parse(tree)
            match reply.outcome:
                case Returned(node):
                    result = decoder.value(node)
                case Failed(names, message, nodes, line):
                    message, line = decoder.text(message)[: exceptions.LONGEST], decoder.text(line)[: exceptions.LINE]
                    error = exceptions.rebuild(names, message, decoder.values(nodes), line, what)
                    result = exceptions.Raised(error)
            refilled = [(sent.objects[number], decoder.values(nodes)) for number, nodes in reply.refilled]
            for container, items in refilled:
                _check_items(container, items)
            changes = self.tensors.read(decoder, reply.changes)
            text = decoder.text(reply.text)
            for container, items in refilled:
                _refill(container, items)
            self.tensors.apply(changes)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"{type(error).__name__}: {str(error)[:100]}") from None
        self._tell(text, reply.warnings)
        if reply.drawn and what != "cell":
            self._draw()
        if reply.recording is not torch.is_grad_enabled() and what == "call":
            torch.set_grad_enabled(reply.recording)  # the learner's function has left it so
        return result

    def _tell(self, text: str, said: list[tuple[list[str], str]]) -> None:
        """Print what the learner's code printed where the test listens, and repeat its warnings."""
        if text and sys.stdout is not self.quiet:
            sys.stdout.write(text)
        self._said = [(exceptions.category(names), message[:500]) for names, message in said[:20]]

    def _draw(self) -> None:
        """Advance the judge's random generators after a call that drew, so that seeding again is seen as a change.

        The learner's states themselves are not taken: they could make the next inputs of a test all zero.
        """
        rng.advance()
        self._random = rng.state()

    def _handle(self, decoder: Decoder, rest: list[Tree]) -> Handle:
        number, *about = rest
        if type(number) is not int:
            raise WireError("not a handle")
        if about:
            name, module, mro, members, itself, parents = about
            kind = handle_class(decoder.text(name)[:100], decoder.text(module)[:100], frozenset(members))
            self._kinds[number] = kind, _classes(mro), _classes(itself), _classes(parents)
        known = self._handles.get(number)
        handle = known() if known else None
        if handle is None:
            kind, *classes = self._kinds[number]
            handle = kind(self, number, *classes)
            self._handles[number] = weakref.ref(handle, lambda _: self._gone(number))
        return handle

    def _gone(self, number: int) -> None:
        self._handles.pop(number, None)
        self._dropped.append(number)


class _Missing:
    pass


MISSING: Any = _Missing()


@dataclass(frozen=True)
class Module:
    """A global of the learner that is a module: its name, and a handle of it."""

    name: str
    handle: Any


def _elsewhere(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Run a helper of `autograder.checks` in the process of the learner to whom one of its arguments belongs."""
    for value in (*args, *kwargs.values()):
        learner = Handle.owner(value) if issubclass(type(value), Handle) else owner(value)
        if learner is not None:
            return reports.checked(name, learner.ask("helper", name, list(args), kwargs))
    return NotImplemented


checks.elsewhere = _elsewhere


def _classes(pairs: list[Any]) -> list[tuple[str, str]]:
    return [(str(module)[:200], str(name)[:200]) for module, name in pairs[:50]]


def _check_items(container: Any, items: list[Any]) -> None:
    """Make sure that items can be put into a container; raise what is raised where they cannot."""
    if type(container) is set:
        set(items)
    elif type(container) is dict:
        dict(zip(items[::2], items[1::2], strict=True))
    elif type(container) is not list:
        raise WireError("not a container")


def _refill(container: Any, items: list[Any]) -> None:
    """Give a container of the test the items that the learner's call has left in it."""
    if type(container) is list:
        container[:] = items
    elif type(container) is set:
        container.clear()
        container.update(items)
    else:
        container.clear()
        container.update(zip(items[::2], items[1::2], strict=True))
