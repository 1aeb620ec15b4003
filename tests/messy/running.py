"""Cells that work on the learner's machine and print, draw or wait where the notebook is graded: nothing is lost."""

from __future__ import annotations

from tests.messy.corpus import ONE, TWO, Json, above, find, insert, inside, messy, text


@messy("running", says="nothing can be installed or downloaded")
def installs_a_package(notebook: Json) -> None:
    """`!pip install torchinfo` in a cell of its own."""
    insert(notebook, "!pip install torchinfo")


@messy("running", says="nothing can be installed or downloaded")
def installs_a_package_in_the_answer(notebook: Json) -> None:
    """`%pip install torchinfo` at the top of the cell of an answer."""
    above(notebook, "%pip install -q torchinfo")


@messy("running", says="hello")
def bash(notebook: Json) -> None:
    """A cell of `%%bash`."""
    insert(notebook, "%%bash\necho hello\nls")


@messy("running")
def widget_figures(notebook: Json) -> None:
    """`%matplotlib widget`, or `notebook`, or `inline`, at the top of the cell of an answer."""
    above(notebook, "%matplotlib widget\n%matplotlib notebook\n%matplotlib inline")


@messy("running")
def loads_an_extension(notebook: Json) -> None:
    """`%load_ext autoreload` in a cell of its own."""
    insert(notebook, "%load_ext autoreload\n%autoreload 2")


@messy("running", says="3")
def awaits(notebook: Json) -> None:
    """A cell with `await`."""
    insert(notebook, "import asyncio\n\nawait asyncio.sleep(0.01)\n3")


@messy("running", says="[left out: a cell may show")
def storm_of_figures(notebook: Json) -> None:
    """120 figures with `plt.show()` in one cell."""
    insert(notebook, "for number in range(120):\n    plt.plot([1, 2])\n    plt.show()")


@messy("running", says="[left out: a cell may show")
def large_figures(notebook: Json) -> None:
    """Figures of 3 MB each."""
    draw = "plt.figure(figsize=(8, 8), dpi=130)\n    plt.imshow(torch.rand(1100, 1100, 3))\n    plt.show()"
    insert(notebook, f"for _ in range(2):\n    {draw}")


@messy("running", says="[cut: a cell may print")
def prints_5_mb(notebook: Json) -> None:
    """A cell prints 5 MB."""
    insert(notebook, "for number in range(50_000):\n    print(number, 'x' * 100)")


@messy("running", says="[left out: HTML")
def shows_2_mb_of_html(notebook: Json) -> None:
    """`display(HTML(...))` of 2 MB."""
    insert(notebook, "from IPython.display import HTML, display\n\ndisplay(HTML('<b>loss</b>' * 180_000))")


@messy("running")
def nested_displays(notebook: Json) -> None:
    """A display of 200 nested dictionaries."""
    deep = "deep = {}\nfor _ in range(200):\n    deep = {'a': deep}"
    insert(notebook, f"from IPython.display import JSON, display\n\n{deep}\ndisplay(JSON(deep), deep)")


@messy("running")
def prints_in_the_answer(notebook: Json) -> None:
    """The function of an answer prints, draws and warns whenever it is called."""
    inside(notebook, "print('step', w, x, 'x' * 20_000); plt.figure(); __import__('warnings').warn('careful')")


@messy("running", says="careful")
def text_on_stderr(notebook: Json) -> None:
    """Warnings and text on stderr in the cell of an answer."""
    above(notebook, "import sys, warnings\nwarnings.warn('careful')\nprint('loading', file=sys.stderr)")


@messy("running", says="INFO:root:start")
def logs(notebook: Json) -> None:
    """`logging` at full noise in the cell of an answer."""
    above(notebook, "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\nlogging.info('start')")


@messy("running")
def unseeded(notebook: Json) -> None:
    """Unseeded random numbers in a cell, and in the function of an answer."""
    insert(notebook, "import random\n\nprint(torch.rand(3), random.random())")
    inside(notebook, "torch.rand(3)")


@messy("running")
def sleeps(notebook: Json) -> None:
    """`time.sleep(3)` in a cell of its own."""
    insert(notebook, "import time\n\ntime.sleep(3)")


@messy("running")
def leaves_a_breakpoint(notebook: Json) -> None:
    """A `breakpoint()` left in a cell, and in the function of an answer."""
    insert(notebook, "breakpoint()\nprint('next')")
    inside(notebook, "breakpoint()")


@messy("running")
def writes_a_module(notebook: Json) -> None:
    """`%%writefile helper.py`, and the answer imports it."""
    answer = find(notebook, ONE)
    insert(notebook, "%%writefile helper.py\nimport torch\n\n" + text(answer))
    answer["source"] = "from helper import gradient_step"


@messy("running")
def uses_an_earlier_answer(notebook: Json) -> None:
    """An answer keeps a class and a constant in its cell, and a later cell uses them."""
    above(notebook, "class Config:\n    rate = 0.1\n\n\nHALF = 0.5")
    insert(notebook, "assert Config.rate * HALF < 1", before=TWO)


@messy("running")
def chooses_a_device(notebook: Json) -> None:
    """`device = "cuda" if torch.cuda.is_available() else "cpu"`."""
    insert(notebook, 'device = "cuda" if torch.cuda.is_available() else "cpu"')
    inside(notebook, "x, y = x.to(device), y.to(device)")


@messy("running")
def closes_its_output(notebook: Json) -> None:
    """A cell sends stdout into a file and leaves it there."""
    insert(notebook, "import sys\n\nsys.stdout = open('log.txt', 'w')\nprint('start')")
