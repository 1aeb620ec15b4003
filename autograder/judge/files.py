"""The files beside a notebook: data, pictures, modules. Main reads them; they lie where cells run."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

MOST = 1_000  # files of a notebook
TOTAL = 24 << 20  # bytes of all of them
modules: set[str] = set()  # of the instructor, which graded cells of this process may import


@dataclass(frozen=True)
class Files:
    """Files by relative path: those of the instructor, and what the learner has handed in beside the notebook.

    The learner's process finds both, the instructor's before the learner's of the same name; graded cells find only
    the instructor's.
    """

    own: Mapping[str, bytes] = field(default_factory=dict)
    submitted: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def both(self) -> dict[str, bytes]:
        """What the learner's process finds."""
        return {**self.submitted, **self.own}

    def as_data(self) -> dict[str, dict[str, str]]:
        """As what JSON knows."""
        return {
            kind: {name: base64.b64encode(data).decode() for name, data in files.items()}
            for kind, files in vars(self).items()
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, str]]) -> Self:
        """Undo `as_data`."""
        return cls(
            **{kind: {name: base64.b64decode(text) for name, text in files.items()} for kind, files in data.items()}
        )


def _install(own: Mapping[str, bytes]) -> None:
    """Write files into the current folder, and have Python find modules among them, after all others."""
    for path, data in ((Path(name), data) for name, data in own.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if path.parent == Path() and path.suffix == ".py":
            modules.add(path.stem)
    if own:
        sys.path.append(str(Path.cwd()))


@contextmanager
def beside(files: Files, *, bounded: bool) -> Iterator[Path]:
    """Put the instructor's files where graded cells run; give the folder for those of the learner's process.

    Behind walls each process has its own `/tmp`; without, both work in a temporary folder that goes at the end.
    """
    if bounded or not files.both:
        _install(files.own)
        yield Path()
        return
    with TemporaryDirectory(prefix="autograder-") as made:
        for name in ("judge", "learner"):
            Path(made, name).mkdir()
        os.chdir(Path(made, "judge"))
        _install(files.own)
        yield Path(made, "learner")
        os.chdir("/")
