"""Errors that a user can cause: one line that says what, where and the remedy; and the exit codes of the commands."""

from __future__ import annotations

import errno
import os
import shlex
from enum import IntEnum
from pathlib import Path
from typing import Self

RIGHTS = "get the right to write there (chmod, chown), or work in a folder of your own"
REMEDIES = {
    errno.ENOSPC: "free space on the disk, then run it again",
    errno.EDQUOT: "free space within your quota, then run it again",
    errno.EROFS: "work in a folder that can be written",
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
}


class Exit(IntEnum):
    """How a command ends. `docs/grading.md` has the same table, and a test compares them."""

    OK = 0, "all is graded or made, or there was nothing to do"
    SOME = 1, "some submissions are not graded: the run says which, why, and what to do"
    USAGE = 2, "the command, or a file of the course, is not as it should be: nothing was graded"
    MACHINE = 3, "the machine lacks something: the sandbox, room on the disk, the right to write, the gradebook"
    FAULT = 4, "a fault of the grader itself: the scores concerned are open; please report it"
    INTERRUPTED = 130, "interrupted by Ctrl-C: the next run goes on"

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Exit:
        """Make a member that is its code, and knows its meaning."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member


class CourseError(Exception):
    """Something the user can mend. The command line prints it as one line and exits with its `code`."""

    code = Exit.USAGE

    def __init__(self, what: str, *, where: str, remedy: str) -> None:
        """Say `what` is wrong, `where` (a file, folder or argument) and the `remedy` (a command or an edit)."""
        super().__init__(f"{where}: {what}. Remedy: {remedy}")


class MachineError(CourseError):
    """Something that the machine lacks, and without which nothing can be done."""

    code = Exit.MACHINE

    @classmethod
    def of(cls, error: OSError, where: Path) -> Self | None:
        """Put an error of the operating system in words; None where it is none that a user can mend."""
        remedy = REMEDIES.get(error.errno or 0)
        return (
            cls(os.strerror(error.errno), where=shlex.quote(str(where)), remedy=remedy)
            if error.errno and remedy
            else None
        )


class Refused(SystemExit):
    """Grading does not begin, or cannot go on. It ends nbgrader's own commands, which print it.

    So it is said once, and not for one submission after the other.

    `autograder grade` catches it and exits with `Exit.MACHINE`.
    """

    def __init__(self, error: CourseError) -> None:
        """Refuse because of `error`."""
        super().__init__(f"autograder: {error}")
