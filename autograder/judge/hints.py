"""What a learner can do about an error that comes of how notebooks are graded: without anyone at the keyboard."""

from __future__ import annotations

import re
from typing import Any

# Error and message (regular expressions), and the remedy. The first that fits counts.
HINTS = (
    ("EOFError|BdbQuit", "", "nobody can type while the notebook is graded: take input() out"),
    ("ModuleNotFoundError", "'(google|kaggle)", "while the notebook is graded, Colab's own modules are not there"),
    ("ModuleNotFoundError", "", "while the notebook is graded, this package is not there and cannot be installed"),
    ("", "not compiled with CUDA|NVIDIA|CUDA GPU", "while the notebook is graded there is no GPU: compute on the CPU"),
    ("FileNotFoundError", "", "the notebook is graded without the files beside it: make the data in a cell"),
    ("URLError|gaierror|ConnectionError", "", "while the notebook is graded there is no network"),
    ("MemoryError", "", "is an array too large, or does a loop append without end?"),
    ("DeadKernelError|RuntimeError", "out of memory|allocate memory", "is an array too large, or a loop endless?"),
    ("TimeoutError", "^time limit", "is there an endless loop, a long sleep, or too much computation?"),
    ("DeadKernelError", "exit code", "os._exit() ends everything: take it out"),
    ("DeadKernelError", "SIG", "the interpreter itself crashed: ctypes, or a very deep recursion?"),
    ("BlockingIOError|RuntimeError", "temporarily unavailable|new thread", "too many processes or threads at a time"),
    ("SystemExit", "", "exit() ends its cell: what follows it there does not run; take it out"),
)  # fmt: skip


class Faults:
    """Explains the errors of one notebook: by the cell that would have bound a missing name, or by a hint."""

    def __init__(self) -> None:
        self._stopped: list[tuple[str, str, str]] = []  # cells that did not run to their end: source, name and why

    def note(self, name: str, cell: dict[str, Any]) -> None:
        """Remember one of the learner's cells if it ended with an error."""
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                why = output["evalue"].partition("\n")[0][:200]
                self._stopped.append((cell["source"], name, f"{output['ename']}: {why}".rstrip(": ")))

    def explain(self, output: dict[str, Any]) -> None:
        """Add to an error output what it comes from and what can be done, where that is known."""
        added = self._cause(output) or _hint(output["ename"], output["evalue"])
        if added:
            output["evalue"] = f"{output['evalue']}\n{added}" if output["evalue"] else added
            output["traceback"] = [*output["traceback"], added]

    def _cause(self, output: dict[str, Any]) -> str:
        found = re.match(r"name '(\w+)' is not defined", output["evalue"])
        if output["ename"] == "NameError" and found:
            for source, name, why in reversed(self._stopped):
                if re.search(rf"\b{found[1]}\b", source):
                    return f"hint: cell {name} stopped before its end, with {why}"
        return ""


def _hint(name: str, text: str) -> str:
    for error, message, hint in HINTS:
        if re.search(error, name) and re.search(message, text) and "hint: " not in text:
            return f"hint: {hint}"
    return ""
