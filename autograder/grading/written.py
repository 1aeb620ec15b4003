"""What a person reads of a submission: written answers, graded code, and what a learner has put below a task.

A learner's Markdown is shown by formgrader and by the feedback page, so that nothing of it may be active; and a person
who has read a text is asked again only where it has changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Base, Grade, Gradebook
from nbgrader.utils import is_grade, is_solution, is_task
from sqlalchemy import Column, String, Table

KEY = "autograder"  # where a notebook's and a cell's metadata keep what is known of it
LONGEST = 20_000  # characters of one written answer, or of one text cell below it, that are shown
TOGETHER = 100_000  # characters of all of them
JOINER = "\N{WORD JOINER}"  # has no width: the text looks as it was written
# After these characters of a text there may follow what HTML or Markdown takes for more than text.
ACTIVE = re.compile(
    r"<(?=[A-Za-z/!?])"  # a tag, a comment, an address in angle brackets
    r"|&(?=#|\w+;)"  # an entity, which could spell a scheme
    r"|!(?=\[)"  # a picture, which is fetched from where it lies
    r"|\b(?:javascript|vbscript|data|file|blob)(?=\\?:)",  # an address that is no page
    re.IGNORECASE,
)
WAITS, GIVEN, UNANSWERED = "waits", "given", "unanswered"  # states of what a person reads
READ = Table(  # among nbgrader's own tables, so that it is made, and copied, with them
    "autograder_read",
    Base.metadata,
    Column("grade", String(32), primary_key=True),
    Column("text", String(64), nullable=False),
)


def is_written(cell: NotebookNode) -> bool:
    """Whether a cell is a written answer."""
    return bool(is_solution(cell)) and cell.cell_type == "markdown"


def is_own(cell: NotebookNode) -> bool:
    """Whether the text of a cell is the learner's: an answer, or a cell of his or her own."""
    return is_written(cell) or (cell.cell_type == "markdown" and bool(cell.metadata.get(KEY, {}).get("own")))


def is_read(cell: NotebookNode) -> bool:
    """Whether a person gives the points of a cell: to an answer, or to what is below a task."""
    return bool((is_grade(cell) and is_solution(cell)) or is_task(cell))


def inert(text: str, room: int = LONGEST) -> str:
    """Return a learner's Markdown so that nothing in it is active, cut after `room` characters. Linear in time.

    Emphasis, lists, code, formulas and links to pages stay; HTML is shown as it was written.
    """
    more = f"\n\n[cut: {room:,} of {len(text):,} characters]" if len(text) > room else ""
    return ACTIVE.sub(lambda found: found[0] + JOINER, text[:room]) + more


def below(cells: Iterable[NotebookNode], cell: NotebookNode) -> list[NotebookNode]:
    """The cells that the learner has put below an answer or a task of a rebuilt notebook."""
    begin = f"{cell.id[:48]}-extra-"
    return [one for one in cells if str(one.get("id", "")).startswith(begin)]


def fingerprint(cells: Iterable[NotebookNode], cell: NotebookNode) -> str:
    """The hash of what a person reads: the answer, and the cells below it."""
    texts = ["" if is_task(cell) else cell.source, *(one.source for one in below(cells, cell))]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def state_by_hand(grade: Grade) -> str:
    """Whether the points of what a person reads wait for that person, are given, or are none for want of an answer."""
    if grade.needs_manual_grade:
        return WAITS
    return UNANSWERED if grade.manual_score is None and not grade.auto_score else GIVEN


def has_changed(gradebook: Gradebook, grade: Grade, text: str) -> bool:
    """Remember the text to which a grade by hand belongs, and tell whether it is another than the last one.

    What nobody remembers has changed. It is written in the transaction of the grades, so that a killed run leaves both
    as they were.
    """
    row = gradebook.db.execute(READ.select().where(READ.c.grade == grade.id)).one_or_none()
    if row is None:
        gradebook.db.execute(READ.insert().values(grade=grade.id, text=text))
    elif row.text != text:
        gradebook.db.execute(READ.update().where(READ.c.grade == grade.id).values(text=text))
    return row is None or row.text != text
