"""What processes hold of memory, from /proc."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def descendants(process: int) -> set[int]:
    """Return the children of a process, their children, and so on."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, known = {process}, 0
    while len(found) > known:
        known = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {process}


def unshared(process: int) -> int:
    """Return the memory in bytes that a process shares with no other (USS); 0 where it has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        return 1024 * (sizes["Private_Clean"] + sizes["Private_Dirty"])
    return 0
