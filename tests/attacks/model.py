"""What an attack is, and the submission it makes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.attacks import changes
from tests.attacks.changes import Json
from tests.judge.test_hostile import YES

# What every attack starts from. It knows all paths and names: what it does not get, it is denied.
START = """
import atexit, builtins, ctypes, gc, glob, importlib, itertools, json, os, pathlib, random, shutil, signal, site, socket
import struct, subprocess, sys, sysconfig, tempfile, threading, time, types
import numpy, torch
from IPython import get_ipython
from IPython.display import HTML, Javascript, clear_output, display, update_display
shell = get_ipython()
def attempt(what):
    try:
        got = what()
        if got: print("GOT", got)
    except BaseException as refused:
        print("refused:", type(refused).__name__)
def kind(name, **members): return type(name, (), members)
def write(path):
    path = pathlib.Path(path)
    with path.open("ab") as file: file.write(b"# attack-marker\\n")
    return f"wrote {path}"
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *rest):
    return libc.syscall(number, *rest) >= 0 and f"system call {number}"
secret = "".join(["END HID", "DEN TESTS"])  # in the text of every test, and, put like this, in no text of an attack
"""
TRIED = "the attack was tried"
GOT = "GOT "  # printed before what an attack has got hold of


@dataclass(frozen=True)
class Attack:
    """One hostile submission, an entry of `corpus.yml`.

    `code` runs before the answers. Every answer is wrong: all functions of the unit have the body `body`; where
    `right`, the answers are the author's, and the attack is on others. `stops` where the code does not reach its end,
    or its prints are lost.
    """

    name: str
    family: str
    tries: str
    code: str = ""
    body: str = "return 1.0"
    right: bool = False
    stops: bool = False
    change: str = ""  # the function in `changes` that changes the notebook and its folder
    student: str = ""  # handed in under this name

    @property
    def slug(self) -> str:
        """The name of the learner."""
        return self.student or re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


def corpus() -> Iterator[Attack]:
    """Read the corpus."""
    content = yaml.safe_load(Path(__file__).with_name("corpus.yml").read_text(encoding="utf-8"))
    for family, entries in content.items():
        yield from (Attack(family=family, **entry) for entry in entries)


def hand_in(folder: Path, release: Json, solutions: dict[str, str], attack: Attack, facts: str) -> None:
    """Write a submission into `folder`; `facts` is code that names the paths of this course."""
    notebook = deepcopy(release)
    first = next(k for k, cell in enumerate(notebook["cells"]) if _answer(cell) in solutions)
    for cell in notebook["cells"]:
        if (name := _answer(cell)) in solutions:
            cell["source"] = solutions[name] if attack.right else _wrong(cell["source"], attack.body)
    source = f"{YES}{START}{facts}{attack.code}\nprint({TRIED!r})"
    extra: Json = {"cell_type": "code", "id": "mine", "metadata": {}, "source": source}
    extra |= {"outputs": [], "execution_count": None}
    notebook["cells"].insert(first, extra)
    folder.mkdir(parents=True)
    if attack.change:
        getattr(changes, attack.change)(notebook, folder)
    if notebook:
        (folder / "06_descent.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _answer(cell: Json) -> str:
    about = cell["metadata"].get("nbgrader", {})
    return str(about.get("grade_id")) if about.get("solution") else ""


def _wrong(stub: str, body: str) -> str:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    functions = (f"def {name}(*args, **kwargs):\n{lines}\n" for name in re.findall(r"^def (\w+)", stub, re.MULTILINE))
    return "\n".join(functions)
