"""Cells that fail, hang, or end the process: a fault in a cell of its own costs nothing, in an answer that answer."""

from __future__ import annotations

from tests.messy.corpus import ONE, Json, above, find, insert, inside, messy

ALL = (ONE,)
FLOOD = "rows = []\nwhile True:\n    rows.append(bytes(10**7))"


@messy("faults", says="Colab's own modules are not there")
def mounts_the_drive(notebook: Json) -> None:
    """`drive.mount` in a cell of its own."""
    insert(notebook, "from google.colab import drive\n\ndrive.mount('/content/drive')")


@messy("faults", ALL, "Colab's own modules are not there")
def mounts_the_drive_in_the_answer(notebook: Json) -> None:
    """`from google.colab import drive` inside a function."""
    inside(notebook, "from google.colab import drive")


@messy("faults", says="there is no GPU: compute on the CPU")
def moves_to_the_gpu(notebook: Json) -> None:
    """`.cuda()` in a cell of its own."""
    insert(notebook, "torch.ones(3).cuda()")


@messy("faults", ALL, "there is no GPU: compute on the CPU")
def moves_to_the_gpu_in_the_answer(notebook: Json) -> None:
    """`.cuda()` inside a function."""
    inside(notebook, "x = x.cuda()")


@messy("faults", says="nobody can type while the notebook is graded")
def asks(notebook: Json) -> None:
    """`input()` in a cell of its own."""
    insert(notebook, "name = input('your name? ')")


@messy("faults", ALL, "nobody can type while the notebook is graded")
def asks_in_the_answer(notebook: Json) -> None:
    """`input()` inside a function."""
    inside(notebook, "lr = float(input('rate? '))")


@messy("faults", says="make the data in a cell")
def reads_a_missing_file(notebook: Json) -> None:
    """Reads a file that was not submitted."""
    insert(notebook, "rows = open('data.csv').read()")


@messy("faults", ALL, "cell ex1_step stopped before its end, with ModuleNotFoundError")
def imports_what_is_not_installed(notebook: Json) -> None:
    """`import torchinfo` at the top of the cell of an answer."""
    above(notebook, "import torchinfo")


@messy("faults", says="there is no network")
def downloads(notebook: Json) -> None:
    """Downloads a data set."""
    insert(notebook, "import urllib.request\n\nurllib.request.urlopen('https://example.org/data.csv')")


@messy("faults", ALL, "cell ex1_step stopped before its end, with SyntaxError: expected ':'")
def leaves_a_syntax_error(notebook: Json) -> None:
    """A syntax error in the cell of an answer."""
    find(notebook, ONE)["source"] = "def gradient_step(w, x, y, lr)\n    return 0"


@messy("faults", ALL, "cell ex1_step stopped before its end, with SyntaxError")
def conflict_inside_an_answer(notebook: Json) -> None:
    """A merge tool has left conflict markers inside the text of an answer."""
    above(notebook, "<<<<<<< local\nhalf = 0.5\n=======\nhalf = 0.1\n>>>>>>> remote")


@messy("faults", says="exit() ends its cell")
def exits(notebook: Json) -> None:
    """`exit()`, `quit()` and `sys.exit()` in cells of their own."""
    for line in ("exit()", "quit()", "import sys\n\nsys.exit()"):
        insert(notebook, line)


@messy("faults", says="exit() ends its cell")
def exits_after_the_answer(notebook: Json) -> None:
    """`exit()` at the end of the cell of an answer."""
    find(notebook, ONE)["source"] += "\n\nexit()"


@messy("faults", ALL, "exit() ends its cell")
def exits_in_the_answer(notebook: Json) -> None:
    """`sys.exit()` inside a function."""
    inside(notebook, "import sys; sys.exit()")


@messy("faults", says="ended with exit code 0, in this cell")
def ends_the_process(notebook: Json) -> None:
    """`os._exit(0)` in a cell of its own."""
    insert(notebook, "import os\n\nos._exit(0)")


@messy("faults", ALL, "cell ex1_step stopped before its end, with DeadKernelError")
def ends_the_process_after_the_answer(notebook: Json) -> None:
    """`os._exit(0)` at the end of the cell of an answer."""
    find(notebook, ONE)["source"] += "\n\nimport os\n\nos._exit(0)"


@messy("faults", says="died of SIGSEGV, in this cell")
def crashes(notebook: Json) -> None:
    """The kernel crashes (a segmentation fault) in a cell of its own."""
    insert(notebook, "import ctypes\n\nctypes.string_at(0)")


@messy("faults", ALL, "died of SIGSEGV")
def crashes_in_the_answer(notebook: Json) -> None:
    """The kernel crashes (a segmentation fault) inside a function."""
    inside(notebook, "import ctypes; ctypes.string_at(0)")


@messy("faults", says="is there an endless loop")
def loops(notebook: Json) -> None:
    """An endless loop in a cell of its own."""
    insert(notebook, "while True:\n    pass")


@messy("faults", says="is there an endless loop")
def loops_and_ignores_interrupts(notebook: Json) -> None:
    """A loop in a cell of its own that ignores interrupts."""
    insert(
        notebook, "import time\n\nwhile True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass"
    )


@messy("faults", ALL, "is there an endless loop")
def loops_in_the_answer(notebook: Json) -> None:
    """An endless loop inside a function."""
    inside(notebook, "while True: pass")


@messy("faults", says="a loop append without end?")
def asks_for_too_much_memory(notebook: Json) -> None:
    """A list of 10**10 numbers in a cell of its own."""
    insert(notebook, "numbers = [0] * 10**10")


@messy("faults", says="ran out of memory, in this cell")
def floods_the_memory(notebook: Json) -> None:
    """A list that grows without end in a cell of its own."""
    insert(notebook, FLOOD)


@messy("faults", ALL, "is an array too large")
def floods_the_memory_in_the_answer(notebook: Json) -> None:
    """A list that grows without end inside a function."""
    inside(notebook, "rows = []\n    while True: rows.append(bytes(10**7))")


@messy("faults", says="maximum recursion depth exceeded")
def recurses(notebook: Json) -> None:
    """A recursion without end in a cell of its own."""
    insert(notebook, "def turn(n):\n    return turn(n + 1)\n\n\nturn(0)")


@messy("faults", says="ValueError")
def an_error_of_5_mb(notebook: Json) -> None:
    """An error message of 5 MB."""
    insert(notebook, "raise ValueError('x' * 5_000_000)")
