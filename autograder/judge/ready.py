"""Import this in a server of judges before it forks: its children start with all that a judge uses."""

from autograder.absent import stood_in

with stood_in():
    import autograder.judge.worker  # noqa: F401
