"""Import this in a server of learners before it forks: its children start with a shell and a warm matplotlib."""

import autograder.warm  # noqa: F401
from autograder.judge.learner import prepare

prepare()
