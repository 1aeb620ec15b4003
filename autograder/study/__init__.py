"""For learners on their own: working copies, the self-check, the start page.

In a notebook: `from autograder.study import check, path`, then `path()` and `check("06_descent")`.
"""

from autograder.study.start import check, path

__all__ = ["check", "path"]
