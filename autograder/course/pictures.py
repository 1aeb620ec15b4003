"""Take the pictures of the README from the stored outputs of the lessons: cells with the tag `picture`."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.course.layout import Course
from autograder.notebooks import read_notebook


def pictures(course: Course) -> Iterator[tuple[Path, bytes]]:
    """Yield `(path, content)` of each picture: `docs/pictures/<unit>-<cell id>`, a `.gif`, `.png` or `.svg`."""
    for unit in course.units:
        for cell in read_notebook(course.lesson(unit)).cells:
            if "picture" not in cell.metadata.get("tags", []):
                continue
            for output in cell.outputs:
                data = output.get("data", {})
                stem = course.root / "docs" / "pictures" / f"{unit}-{cell.id}"
                if film := re.search(r'src="data:image/gif;base64,([^"]*)"', data.get("text/html", "")):
                    yield stem.with_suffix(".gif"), base64.b64decode(film[1])
                elif "image/png" in data:
                    yield stem.with_suffix(".png"), base64.b64decode(data["image/png"])
                elif "image/svg+xml" in data:
                    yield stem.with_suffix(".svg"), _without_addresses(data["image/svg+xml"]).encode()


def _without_addresses(svg: str) -> str:
    """Number the nodes of a torchviz drawing, which are named by their addresses: the same graph, the same file."""
    numbers: dict[str, str] = {}
    return re.sub(r"\b\d{12,16}\b", lambda found: numbers.setdefault(found[0], f"node-{len(numbers) + 1}"), svg)


def write_pictures(course: Course) -> list[Path]:
    """Write all pictures; return their paths."""
    written = []
    for path, content in pictures(course):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written
