"""The names that a notebook cell binds, and those it takes from cells before it."""

from __future__ import annotations

import ast
import symtable
import warnings
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 100_000  # characters of a cell that are searched for names


@lru_cache(maxsize=2000)
def bound_names(source: str) -> frozenset[str]:
    """Return the names that a cell binds at its top level; none where it is no valid Python, or very long.

    For learners' cells: time is linear in the length, so IPython's own syntax is blanked line by line, and not
    transformed, which takes time that grows with the square of the number of such lines.
    """
    if len(source) > LONGEST:
        return frozenset()
    for text in (source, _without_magic(source)):
        try:
            top = symtable.symtable(text, "cell", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        return frozenset(s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported())
    return frozenset()


def _without_magic(source: str) -> str:
    """Blank the lines that only IPython understands; `files = !ls` still binds its name."""
    return "\n".join(map(_plain_line, source.split("\n")))


def _plain_line(line: str) -> str:
    bare = line.strip()
    if bare.startswith(("%", "!", "?")) or bare.endswith("?"):
        return line[: len(line) - len(line.lstrip())] + "pass"
    head, equals, value = line.partition("=")
    return f"{head}= None" if equals and value.lstrip().startswith(("!", "%")) else line


def names(source: str) -> tuple[set[str], set[str]]:
    """Return the names a cell binds at its top level, and the names it takes from elsewhere, builtins included.

    Raises `SyntaxError` where the source, IPython's own syntax turned into Python, is not valid.
    """
    top = symtable.symtable(as_python(source), "cell", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return bound, _globals(top) - bound


@lru_cache(maxsize=500)
def as_python(source: str) -> str:
    """Return a cell with IPython's own syntax turned into Python; what is Python already stays as it is."""
    if "In [" not in source:  # a pasted prompt, `In [1]: x`, happens to be Python
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # whoever compiles the text for good warns
            try:
                ast.parse(source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                pass
            else:  # IPython's tokenizer takes longer than many a cell
                return source if source.endswith("\n") else source + "\n"
    text: str = TransformerManager().transform_cell(source)
    return text


def _globals(table: symtable.SymbolTable) -> set[str]:
    top = table.get_type() == "module"
    found = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    return found.union(*(_globals(child) for child in table.get_children()))
