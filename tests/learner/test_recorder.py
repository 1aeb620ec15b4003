"""Whatever a cell puts out, the record fits into the reply, and its error is in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.learner.recorder import CUT, LEFT_OUT, Recorder
from autograder.wire.encode import Encoder
from autograder.wire.frames import LIMITS, frame
from autograder.wire.outputs import DATA, HTML, MANY, NOTEBOOK, SHOWN, TEXT, checked


def prints(recorder: Recorder) -> None:
    recorder.stream("stdout", "\U0001f600" * (2 * TEXT))


def prints_in_turn(recorder: Recorder) -> None:
    for number in range(2 * MANY):
        recorder.stream(("stdout", "stderr")[number % 2], "x")


def shows(recorder: Recorder) -> None:
    for number in range(2 * SHOWN):
        recorder.display({"text/plain": str(number)}, None, False)


def shows_much(recorder: Recorder) -> None:
    for _ in range(4):
        recorder.display({"image/svg+xml": "ä" * (DATA // 2)}, None, False)


def shows_in_many_forms(recorder: Recorder) -> None:
    recorder.display({f"text/{number}": "ä" * 1000 for number in range(10_000)}, None, False)


@pytest.mark.parametrize("flood", [prints, prints_in_turn, shows, shows_much, shows_in_many_forms])
def test_a_flood_fits_and_keeps_its_error(flood: Callable[[Recorder], None]) -> None:
    recorder = Recorder()
    flood(recorder)
    recorder.error("ValueError", "x" * 10**6, ["y" * 10**6] * 1000)
    encoder = Encoder()
    frame(encoder.node(recorder.outputs), encoder.blobs, LIMITS)
    assert checked(recorder.outputs) == recorder.outputs
    assert recorder.outputs[-1]["ename"] == "ValueError"


def test_html_is_limited_on_both_sides() -> None:
    recorder = Recorder()
    recorder.display({"text/html": "<b>" * HTML}, None, False)
    assert recorder.outputs[0]["data"] == {"text/plain": "[left out: HTML of more than 100 kB]"}
    sent = {"output_type": "display_data", "data": {"text/html": "<b>" * HTML, "text/plain": "b"}, "metadata": {}}
    assert checked([sent])[0]["data"] == {"text/plain": "b"}


def test_what_is_cut_is_said() -> None:
    recorder = Recorder()
    prints(recorder)
    shows(recorder)
    assert recorder.outputs[0]["text"].endswith(CUT)
    assert [output["data"] for output in recorder.outputs[SHOWN:]] == [
        {"text/plain": str(SHOWN - 1)},
        {"text/plain": LEFT_OUT},
    ]


def test_an_update_replaces_and_takes_no_room() -> None:
    recorder = Recorder()
    recorder.display({"text/plain": "0"}, "bar", False)
    for number in range(10):
        recorder.display({"text/plain": str(number), "image/png": b"png" * (DATA // 8)}, "bar", True)
    (output,) = recorder.outputs
    assert output["data"]["text/plain"] == "9"


def test_a_notebook_has_a_budget_of_outputs() -> None:
    page = {"output_type": "display_data", "data": {"text/html": "<p>" + "x" * 80_000 + "</p>", "text/plain": "p"}}
    budget = dict(NOTEBOOK)
    shown = [["text/html" in output["data"] for output in checked([page], budget)] for _ in range(6)]
    assert shown == [[True]] * 3 + [[False]] * 3
    picture = {"output_type": "display_data", "data": {"image/png": "x" * (4 << 20)}}
    budget = dict(NOTEBOOK)
    assert [len(checked([picture], budget)) for _ in range(10)] == [1] * 7 + [0] * 3


def test_html_that_lies_deep_is_not_shown() -> None:
    for depth, shown in ((50, True), (99, True), (101, False), (20_000, False)):
        page = {"output_type": "display_data", "data": {"text/html": "<div>" * depth + "x" + "</div>" * depth}}
        assert [("text/html" in output["data"]) for output in checked([page])] in (
            [[shown], []] if not shown else [[shown]]
        )
    rows = "<table>" + "<tr><td>1<br></td></tr>" * 3_000 + "</table>"
    assert checked([{"output_type": "display_data", "data": {"text/html": rows}}])[0]["data"]["text/html"] == rows
