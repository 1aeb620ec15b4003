"""Print constraints for pip: those of the project, with some packages at the oldest or newest version it admits.

Usage: scripts/constraints.py oldest|newest PACKAGE ...
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def constraints(which: str, packages: list[str]) -> Iterator[str]:
    """Yield the lines: the lower bound of each package for `oldest`, nothing at all on it for `newest`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = {
        requirement.name.lower(): bound.version
        for requirement in map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["course"]])
        for bound in requirement.specifier
        if bound.operator == ">="
    }
    if unknown := [name for name in packages if name not in bounds]:
        sys.exit(f"constraints: no lower bound for {', '.join(unknown)}. Remedy: name packages of pyproject.toml")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.partition("==")[0].lower() not in packages:
            yield line
    if which == "oldest":
        yield from (f"{name}=={bounds[name]}" for name in packages)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("oldest", "newest"):
        sys.exit(__doc__)
    print("\n".join(constraints(sys.argv[1], sys.argv[2:])))
