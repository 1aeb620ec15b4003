"""Hostile archives, for `nbgrader zip_collect`."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Archive:
    """One hostile archive; `pack` writes it, given the folder that it wants to reach."""

    name: str
    tries: str
    file: str
    pack: Callable[[Path, Path], None]


def _zip(names: Callable[[Path], list[str]]) -> Callable[[Path, Path], None]:
    def pack(path: Path, target: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names(target):
                archive.writestr(name, "attack-marker")

    return pack


def _tar(kind: bytes, name: str) -> Callable[[Path, Path], None]:
    def pack(path: Path, target: Path) -> None:
        with tarfile.open(path, "w:gz") as archive:
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, str(target)
            archive.addfile(link)
            if kind == tarfile.SYMTYPE:  # then write through the link
                content = tarfile.TarInfo(f"{name}/pwned.txt")
                content.size = 13
                archive.addfile(content, io.BytesIO(b"attack-marker"))

    return pack


def _linked_zip(path: Path, target: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, str(target / "secret.txt"))


ARCHIVES = [
    Archive(
        "Upwards",
        "A zip with `..` in its names.",
        "up.zip",
        _zip(lambda _: ["../../../../pwned.txt", "a/../../../pwned.txt"]),
    ),
    Archive(
        "Absolute",
        "A zip with absolute names.",
        "absolute.zip",
        _zip(lambda target: [str(target / "pwned.txt"), "\\\\pwned.txt"]),
    ),
    Archive("Linked", "A zip with a symbolic link to a secret.", "linked.zip", _linked_zip),
    Archive(
        "Tar upwards", "A tar with `..` in its names.", "up.tar.gz", _tar(tarfile.REGTYPE, "../../../../pwned.txt")
    ),
    Archive(
        "Tar linked",
        "A tar with a symbolic link to a folder, and a file written through it.",
        "linked.tar.gz",
        _tar(tarfile.SYMTYPE, "out"),
    ),
    Archive("Tar hard-linked", "A tar with a hard link to a secret.", "hard.tar.gz", _tar(tarfile.LNKTYPE, "hard.txt")),
    Archive("Tar device", "A tar with a device and a pipe.", "device.tar.gz", _tar(tarfile.FIFOTYPE, "pipe.txt")),
]
