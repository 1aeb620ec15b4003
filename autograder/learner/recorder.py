"""The outputs of one cell, recorded in the learner's process and cut there, so that they always fit into the reply."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from autograder.wire.outputs import DATA, HTML, MANY, SHOWN, TEXT

LINE, LINES = 500, 40  # characters of a line of a traceback, and its last lines
KINDS = 20  # forms of one display
LEFT_OUT = f"[left out: a cell may show {SHOWN} displays, {DATA >> 20} MB]"
CUT = f"\n[cut: a cell may print {TEXT} characters]\n"


class Recorder:
    """The outputs of one cell, in nbformat's form; text and data beyond the limits are cut or left out."""

    def __init__(self) -> None:
        self._outputs: list[dict[str, Any]] = []
        self._ids: dict[str, list[dict[str, Any]]] = {}
        self._text = 0
        self._clearing = False

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What is recorded, in pieces no longer."""
        return [{**output, "text": "".join(output["text"])} if "text" in output else output for output in self._outputs]

    @property
    def full(self) -> bool:
        """Whether nothing more can be shown, so that drawing it is in vain."""
        return sum("data" in output for output in self._outputs) >= SHOWN or self._held() > DATA

    def stream(self, name: str, text: str) -> None:
        """Record printed text."""
        room = TEXT - self._text
        self._text += len(text)
        if room <= 0 or not text:
            return
        if len(text) > room:
            text = text[:room] + CUT
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == name and not self._clearing:
            last["text"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "text": [text]})

    def bundle(self, kind: str, data: dict[str, Any], **more: Any) -> None:
        """Record a display or a result."""
        if self._clearing or not self.full:
            self._add({"output_type": kind, "data": self._fit(data), "metadata": {}, **more})
        elif self._outputs[-1].get("data") != {"text/plain": LEFT_OUT}:
            self._add({"output_type": kind, "data": {"text/plain": LEFT_OUT}, "metadata": {}, **more})

    def display(self, data: dict[str, Any], name: str | None, update: bool) -> None:
        """Record a display, or give a new content to those of one name."""
        if update:
            for output in self._ids.get(name or "", []):
                output["data"] = {}
                output["data"] = self._fit(data)
            return
        self.bundle("display_data", data)
        if name is not None and self._outputs:
            self._ids.setdefault(name, []).append(self._outputs[-1])

    def error(self, name: str, text: str, lines: list[str]) -> None:
        """Record an exception; there is always room for it."""
        lines = [line if len(line) <= LINE else line[:LINE] + " [cut]" for line in lines[-LINES:]]
        self._add({"output_type": "error", "ename": name[:200], "evalue": text[:2000], "traceback": lines})

    def clear(self, wait: bool) -> None:
        """Remove what is recorded, at once or before the next output."""
        self._clearing = wait
        if not wait:
            self._outputs.clear()

    def _add(self, output: dict[str, Any]) -> None:
        if self._clearing:
            self._outputs.clear()
            self._clearing = False
        if len(self._outputs) >= MANY:
            del self._outputs[MANY - 1 :]  # the last one counts: it may be the error
        self._outputs.append(output)

    def _held(self) -> int:
        return sum(len(value) for output in self._outputs for value in output.get("data", {}).values())

    def _fit(self, data: dict[str, Any]) -> dict[str, str]:
        """Keep what is text, and bytes as Base64, where there is room."""
        items = [(str(kind)[:100], value) for kind, value in data.items() if isinstance(value, (str, bytes))]
        texts = {kind: _text(value) for kind, value in items[:KINDS]}
        if len(texts.get("text/html", "")) > HTML:
            return {"text/plain": f"[left out: HTML of more than {HTML // 1000} kB]"}
        if sum(map(len, texts.values())) + self._held() > DATA:
            return {"text/plain": LEFT_OUT}
        return texts


def _text(value: str | bytes) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str.__str__(value)
