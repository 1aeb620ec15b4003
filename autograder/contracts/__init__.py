"""Contracts: a hidden test says what the task says, and compares an answer with the author's solution over cases."""

from autograder.contracts.case import Case, Contract, case, program
from autograder.contracts.check import check
from autograder.contracts.figures import read_figure

__all__ = ["Case", "Contract", "case", "check", "program", "read_figure"]
