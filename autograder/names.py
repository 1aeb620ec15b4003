"""The names that a notebook cell binds, and those it takes from cells before it."""

from __future__ import annotations

import symtable

from IPython.core.inputtransformer2 import TransformerManager


def bound_names(source: str) -> set[str]:
    """Return the names that a cell binds at its top level; none where it is no valid Python."""
    try:
        return names(source)[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def names(source: str) -> tuple[set[str], set[str]]:
    """Return the names a cell binds at its top level, and the names it takes from elsewhere, builtins included.

    Raises `SyntaxError` where the source, IPython's own syntax turned into Python, is not valid.
    """
    top = symtable.symtable(TransformerManager().transform_cell(source), "cell", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return bound, _globals(top) - bound


def _globals(table: symtable.SymbolTable) -> set[str]:
    top = table.get_type() == "module"
    found = {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
    return found.union(*(_globals(child) for child in table.get_children()))
