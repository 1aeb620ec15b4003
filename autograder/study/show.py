"""Show what a check has found: as text for a terminal, as HTML for a notebook. All that learners wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Any

from autograder.course.layout import Course
from autograder.grading.report import printable
from autograder.study.check import Checked, Done, Lost
from autograder.study.copies import notes, typed, working_copy

MARKS = {"solved": "✓", "tried": "✗", "open": "·", "written": "✎"}
WORDS = {"solved": "solved", "tried": "not yet right", "open": "not begun", "written": "a teacher reads it"}
ASK = "no check can read your text; ask it yourself, or let somebody else ask it:"
MESSAGE = 1_500  # characters of a message that are shown


def as_text(checked: Checked, title: str) -> Iterator[str]:
    """Yield the lines for a terminal."""
    yield f"{title}: {_total(checked)}"
    for done in checked.exercises:
        words = "" if done.state == "solved" else f" ({WORDS[done.state]})"
        yield f"{MARKS[done.state]} {done.number} {done.title}: {_points(done)}{words}"
        for names, lost in reasons(done):
            yield f"    {', '.join(names)}"
            yield from (f"      {printable(line)}" for line in lost.message[:MESSAGE].splitlines())
            if lost.mistake:
                yield f"      known mistake: {lost.mistake}"
            if lost.section:
                yield f"      read: {lost.section.title} — {lost.section.url}"
        if done.by_hand and done.answered:
            yield f"    {ASK}"
            yield from (f"      [ ] {question}" for question in done.checklist)
            if done.section:
                yield f"      compare with: {done.section.title} — {done.section.url}"
    for guess in checked.guessed:
        yield f"note: {printable(guess)}"


def _total(checked: Checked) -> str:
    more = f"; {checked.by_hand:g} more are for text that a teacher reads" if checked.by_hand else ""
    return f"{checked.points:g} of {checked.most:g} points{more}"


def _points(done: Done) -> str:
    if not done.most:
        return f"{done.by_hand:g} points by hand"
    more = f", {done.by_hand:g} more by hand" if done.by_hand else ""
    return f"{done.points:g} of {done.most:g}{more}"


def reasons(done: Done) -> Iterator[tuple[list[str], Lost]]:
    """Group the lost checks of an exercise by their message; one that is not begun has nothing to say.

    A mistake and a section are told once.
    """
    if done.state == "open":
        return
    told: set[object] = {""}
    for _, group in groupby(done.lost, lambda lost: lost.message):
        run = list(group)
        lost = run[0]
        new = replace(
            lost,
            mistake="" if lost.mistake in told else lost.mistake,
            section=None if lost.section in told else lost.section,
        )
        told |= {lost.mistake, lost.section}
        yield [one.name.partition("-")[2].replace("-", " ") for one in run], new


def as_html(checked: Checked, title: str) -> str:
    """Return the same as HTML, to be read in light and dark."""
    rows = []
    for done in checked.exercises:
        words = "" if done.state == "solved" else f" <i>{WORDS[done.state]}</i>"
        head = f"{MARKS[done.state]} <b>{done.number}</b> {escape(done.title)}: {_points(done)}{words}"
        rows.append(f"<p style='margin:.5em 0 0'>{head}</p>")
        for names, lost in reasons(done):
            text = f"{', '.join(names)}\n{printable(lost.message[:MESSAGE])}"
            if lost.mistake:
                text += f"\nknown mistake: {lost.mistake}"
            rows.append(f"<pre style='margin:.2em 0 .2em 1.5em;white-space:pre-wrap'>{escape(text)}</pre>")
            if lost.section:
                link = f"<a href='{escape(lost.section.url)}' target='_blank'>{escape(lost.section.title)}</a>"
                rows.append(f"<p style='margin:0 0 0 1.5em'>read: {link}</p>")
        if done.by_hand and done.answered:
            items = "".join(f"<li>{_code(question)}</li>" for question in done.checklist)
            rows.append(f"<p style='margin:0 0 0 1.5em'>{ASK}</p><ul style='margin:0 0 0 1.5em'>{items}</ul>")
            if done.section:
                link = f"<a href='{escape(done.section.url)}' target='_blank'>{escape(done.section.title)}</a>"
                rows.append(f"<p style='margin:0 0 0 1.5em'>compare with: {link}</p>")
    rows += [f"<p>note: {escape(printable(guess))}</p>" for guess in checked.guessed]
    return f"<div><p><b>{escape(title)}: {_total(checked)}</b></p>{''.join(rows)}</div>"


def _code(text: str) -> str:
    """A line of the author's Markdown with its code as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def rows(course: Course) -> list[dict[str, Any]]:
    """One row for each unit: its title, and how far its working copy is."""
    known, found = notes(course), []
    for unit in course.units:
        copy = working_copy(course, unit)
        state = "begun" if copy.exists() and typed(copy) else "not begun"
        last = known.get(unit) if isinstance(known.get(unit), dict) else None
        if last and state == "begun":
            state = f"{last.get('points', 0):g} of {last.get('most', 0):g} points, checked {last.get('when', '')}"
        found.append({"unit": unit, "title": course.title(unit), "state": state})
    return found
