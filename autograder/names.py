"""The names that a notebook cell binds, and those it takes from cells before it."""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterable
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

    A name may be in both: one that is read, or deleted, before it is bound. Raises `SyntaxError` where the source,
    IPython's own syntax turned into Python, is not valid.
    """
    text = as_python(source)
    top = symtable.symtable(text, "cell", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return bound, (_globals(top) - bound) | read_first(ast.parse(text).body, bound)


def read_first(statements: Iterable[ast.stmt], bound: Iterable[str]) -> set[str]:
    """Return those of the names `bound` that statements at the top level read before they bind them.

    What a function reads does not count: it may be called later. Of an `if` or a `try` each part may come first.
    """
    open_, found = set(bound), set[str]()
    for statement in statements:
        _walk(statement, open_, found)
    return found


def _walk(node: ast.AST, unbound: set[str], found: set[str]) -> None:
    """Go through a statement in the order in which it runs; `unbound` loses what is bound on the way."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            unbound.discard(node.name)
            return
        case ast.Lambda():
            return
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            own = {name.id for one in node.generators for name in ast.walk(one.target) if isinstance(name, ast.Name)}
            inner = unbound - own
            for part in ast.iter_child_nodes(node):
                _walk(part, inner, found)
            return
        case ast.Name(id=name):
            if isinstance(node.ctx, ast.Store):
                unbound.discard(name)
            elif name in unbound:
                found.add(name)
            return
        case ast.Assign(targets=targets, value=value):
            parts: list[ast.AST] = [value, *targets]
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            parts = [*([value] if value else []), target]
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            parts = [ast.Name(name, ast.Load()), value]
        case ast.For(target=target, iter=iterated, body=body, orelse=orelse):
            parts = [iterated, target, *body, *orelse]
        case ast.Import() | ast.ImportFrom():
            unbound -= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
            return
        case ast.ExceptHandler(name=str(name)):
            unbound.discard(name)
            parts = list(ast.iter_child_nodes(node))
        case _:
            parts = list(ast.iter_child_nodes(node))
    for part in parts:
        _walk(part, unbound, found)


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
