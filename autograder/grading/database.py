"""The gradebook where two commands may write at once, and on a server that may be gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Assignment, Gradebook, InvalidEntry, Student
from nbgrader.converters import Autograde
from sqlalchemy import Column, Engine, MetaData, String, Table, create_engine, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

from autograder.errors import CourseError, MachineError, Refused
from autograder.grading.prepare import submissions
from autograder.grading.written import READ

TRIES = 5  # to find the tables that another command is making
PAUSE = 0.5  # seconds between two
SERVER = "the database that NBGRADER_DB_URL names"


def make_tables(db_url: str) -> None:
    """Have nbgrader make its tables in an empty database, or wait until another command has."""
    for left in reversed(range(TRIES)):
        try:
            Gradebook(db_url).close()
            return
        except (ProgrammingError, IntegrityError, InvalidEntry):
            if not left:
                raise
            time.sleep(PAUSE)


def enrol(converter: Autograde) -> None:
    """Add the learners of a run that the gradebook does not know, where nbgrader may create them.

    nbgrader adds each at the first submission, and a submission fails where another command has added its learner in
    that moment. A name that the database does not take is left to its submission, which says so.
    """
    course = converter.coursedir
    learners = {about["student"] for _, about in submissions(converter)}
    learners -= set(course.student_id_exclude.split(","))
    if not converter.create_student:
        return
    try:
        make_tables(course.db_url)
        with Gradebook(course.db_url, course.course_id) as gradebook:
            known = {name for (name,) in gradebook.db.query(Student.id)}
            for name in sorted(learners - known):  # in order: else two commands could wait for each other
                try:
                    with gradebook.db.begin_nested():
                        gradebook.db.add(Student(id=name))
                except (IntegrityError, DataError, UnicodeError):
                    continue
            gradebook.db.commit()
    except OperationalError as error:
        if is_unreachable(error):
            raise Refused(in_words(error)) from None
        # else it is from another nbgrader, which the first submission will say


def copy_all(source: str, target: str) -> dict[str, int]:
    """Copy all that a gradebook holds into an empty database; return the number of rows of each table.

    Raises `CourseError` where the target holds something already. All is there, or nothing.
    """
    make_tables(source)  # those that an older nbgrader did not know
    make_tables(target)
    copied = {}
    tables = [*READ.metadata.sorted_tables, Table("alembic_version", MetaData(), Column("version_num", String))]
    with _engine(source) as old, _engine(target) as new, old.connect() as read, new.begin() as write:
        if write.execute(select(Student.id).limit(1)).first() or write.execute(select(Assignment.id).limit(1)).first():
            remedy = "name an empty database, e.g. one made with createdb"
            raise CourseError("holds grades already", where=new.url.render_as_string(), remedy=remedy)
        for table in tables:
            write.execute(table.delete())  # nbgrader puts its course into an empty database
        for table in tables:
            rows = [dict(row) for row in read.execute(select(table)).mappings()]
            if rows:
                write.execute(table.insert(), rows)
            copied[table.name] = len(rows)
    return copied


def is_unreachable(error: BaseException | None) -> bool:
    """Whether an error says that a database server is not there, or not any more."""
    return isinstance(error, OperationalError) and "sqlite" not in type(error.orig).__module__


def in_words(error: SQLAlchemyError) -> MachineError:
    """Put an error of the database in one line, with the remedy."""
    what = str(getattr(error, "orig", None) or error).splitlines()[0]
    if is_unreachable(error):
        remedy = "see that the server runs and its address is right, then run it again: it goes on where it was"
        return MachineError(f"cannot be reached ({what})", where=SERVER, remedy=remedy)
    remedy = "mend or replace it; `.venv/bin/nbgrader db upgrade` where it is from another nbgrader"
    return MachineError(f"cannot be used ({what})", where=f"{SERVER}, or gradebook.db", remedy=remedy)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    """An engine whose connections are closed at the end."""
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
