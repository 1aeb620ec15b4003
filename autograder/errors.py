"""Errors that a user can cause: one line that says what, where and the remedy."""

from __future__ import annotations


class CourseError(Exception):
    """Something the user can mend. The command line prints it as one line and exits with 1."""

    def __init__(self, what: str, *, where: str, remedy: str) -> None:
        """Say `what` is wrong, `where` (a file, folder or argument) and the `remedy` (a command or an edit)."""
        super().__init__(f"{where}: {what}. Remedy: {remedy}")
