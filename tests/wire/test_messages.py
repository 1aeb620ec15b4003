"""The protocol: true tables, messages that are parsed whole before anything happens, and bad ones refused."""

from __future__ import annotations

import random
import socket
import threading
import time
from copy import deepcopy
from typing import Any

import pytest
import torch

from autograder.judge import reports
from autograder.judge.client import Client, GoneError
from autograder.learner import service
from autograder.learner.service import Service
from autograder.wire import decode
from autograder.wire.decode import ALIKE, Decoder
from autograder.wire.frames import WireError, receive, send
from autograder.wire.messages import KINDS, OPERATIONS, VERSION, Failed, Reply, Request, Returned, Tag

REQUEST = Request("len", ["list", 1], [], [1], [-2], [3], (True, False), None)
OUTCOMES: list[Any] = [["return", 1], ["raise", ["ValueError", "Exception"], "no", [1], "x / 0"]]
CHANGE = [-1, True, None, True, False, True, None]
REPLY: list[Any] = [VERSION, OUTCOMES[0], [[1, [7]]], [CHANGE], "text", [[["UserWarning"], "w"]], False, True]


def test_every_tag_is_in_the_table_and_is_decoded_by_those_who_may_get_it() -> None:
    assert set(KINDS) == set(Tag)
    both = {tag for tag, kind in KINDS.items() if kind.sender == "both"}
    assert set(decode._TAGS) == both - {Tag.SHARED, Tag.HANDLE}, "these two are decoded by each side in its own way"
    for tag in (Tag.PICKLE, Tag.ARGUMENT, Tag.RECORD, Tag.MISSING, Tag.MODULE):
        with pytest.raises(WireError):
            Decoder([b""]).decode([tag, 0])


def test_every_operation_in_the_table_is_done_and_no_other() -> None:
    apart = {"files", "cell", "names", "bind", "unbind", "settle", "helper", "grad_fn", "gradients", "call"}
    assert set(OPERATIONS) == apart | set(service._FUNCTIONS)
    assert not apart & set(service._FUNCTIONS)
    with pytest.raises(WireError, match="no operation 'eval'"):
        Request("eval", [], [], [], [], [], (True, False), None).tree()


def test_a_request_comes_back_as_it_was_and_another_version_is_refused() -> None:
    assert Request.parse(REQUEST.tree()) == REQUEST
    wrongs: list[Any] = [VERSION + 1, "eval", None, {}, ["1"], [1.0], None, [1, 0], "0"]
    for place, wrong in enumerate(wrongs):
        tree = REQUEST.tree()
        if place == 2:  # the arguments may be any node
            continue
        tree[place] = wrong
        with pytest.raises(WireError):
            Request.parse(tree)
    with pytest.raises(WireError, match="another protocol"):
        Service().answer([VERSION + 1, *REQUEST.tree()[1:]], [])


def test_a_reply_is_parsed_into_its_types() -> None:
    for outcome, wanted in zip(
        OUTCOMES, (Returned(1), Failed(["ValueError", "Exception"], "no", [1], "x / 0")), strict=True
    ):
        reply = Reply.parse([VERSION, outcome, *REPLY[2:]])
        assert reply.outcome == wanted
        assert reply.refilled == [(1, [7])]
        assert reply.changes[0].key == -1
        assert reply.warnings == [(["UserWarning"], "w")]


@pytest.mark.parametrize("seed", range(20))
def test_a_reply_changed_at_random_is_parsed_or_refused_and_is_nothing_between(seed: int) -> None:
    dice = random.Random(seed)
    refused = 0
    for _ in range(300):
        tree = deepcopy([VERSION, dice.choice(OUTCOMES), *REPLY[2:]])
        for _ in range(dice.choice((1, 1, 3))):
            _change(tree, dice)
        try:
            reply = Reply.parse(tree)
        except WireError:
            refused += 1
            continue
        assert type(reply.text) is str
        assert type(reply.drawn) is type(reply.recording) is bool
        assert all(type(number) is int and type(nodes) is list for number, nodes in reply.refilled)
        assert all(type(c.key) is int and type(c.bumped) is type(c.held) is bool for c in reply.changes)
        assert all(type(name) is str for names, message in reply.warnings for name in (*names, message))
    assert refused > 100


def _change(tree: list[Any], dice: random.Random) -> None:
    """Put something else into some place of a tree."""
    where = tree
    while where:
        inner = [part for part in where if type(part) is list and part]
        if not inner or dice.random() < 0.4:
            break
        where = dice.choice(inner)
    wrong = dice.choice([None, True, 1, -1, 2.5, "x", [], [1], ["return"], {}, {"a": 1}, 10**30])
    if dice.random() < 0.3:
        where.append(wrong)
    elif dice.random() < 0.3:
        del where[dice.randrange(len(where))]
    else:
        where[dice.randrange(len(where))] = wrong


@pytest.mark.parametrize(
    "late",
    [
        {3: [["bad"]]},
        {3: [[-99, True, None, True, False, True, None]]},
        {4: 5},
        {5: [["UserWarning"]]},
        {6: 1},
        {7: None},
        {2: [[1, [7]], [99, []]]},
        {2: [[1, [7]], [2, [["list"]]]]},
        {1: ["return", ["tensor"]]},
    ],
)
def test_a_reply_that_is_refused_late_has_changed_nothing(late: dict[int, Any]) -> None:
    """A list and a set among the arguments of a test: a refused reply leaves both as they are."""
    ours, theirs = socket.socketpair()
    reply = [VERSION, ["return", None], [[1, [7]]], [], "", [], False, True]
    for place, wrong in late.items():
        reply[place] = wrong

    def learner() -> None:
        receive(theirs)
        send(theirs, reply)

    thread = threading.Thread(target=learner)
    thread.start()
    numbers, names, tensor = [1, 2], {"a"}, torch.ones(2)
    client = Client(ours)
    with pytest.raises(GoneError, match="unreadable"):
        client.ask("call", numbers, names, tensor)
    thread.join()
    theirs.close()
    assert (numbers, names, tensor.tolist()) == ([1, 2], {"a"}, [1.0, 1.0])
    assert client.fault == "garbage"


def test_integers_of_one_hash_are_refused_before_they_cost_anybody_time() -> None:
    modulus = 2**61 - 1  # of Python's hash of numbers
    forged = [5 + modulus * (1 << 70) * k for k in range(60_000)]
    start = time.process_time()
    with pytest.raises(WireError, match="one hash"):
        Decoder([]).decode(["list", *forged])
    assert Decoder([]).decode(["list", *forged[:ALIKE]]) == forged[:ALIKE]
    many = [10**40 + k for k in range(60_000)]
    assert Decoder([]).decode(["list", *many]) == many, "large integers of different hashes are values as any other"
    assert time.process_time() - start < 10


def test_a_report_has_no_integer_for_a_float_that_no_float_can_hold() -> None:
    assert reports.fits(3, float)
    assert reports.fits(2.5, float)
    assert reports.fits(2**53 - 1, float)
    assert not reports.fits(10**40, float)
    assert not reports.fits(True, float)
