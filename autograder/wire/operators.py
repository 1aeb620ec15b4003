"""What the type of an object can do, as far as a handle passes it on: names of special methods, without underscores."""

from __future__ import annotations

# fmt: off
CONVERSIONS = ["bool", "float", "int", "index", "complex", "len"]
BINARY = ["add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "pow", "and", "or", "xor", "lshift", "rshift"]
COMPARISONS = ["lt", "le", "gt", "ge"]
UNARY = ["neg", "pos", "invert", "abs", "round"]
OTHERS = ["call", "iter", "next", "getitem", "setitem", "delitem", "contains", "reversed", "enter", "exit", "eq"]
PROTOCOL = frozenset(
    [f"__{n}__" for n in CONVERSIONS + BINARY + COMPARISONS + UNARY + OTHERS] + [f"__r{n}__" for n in BINARY]
)
# fmt: on
