"""11.3 — a topological order: any one will do."""

import random

from autograder.contracts import Contract, case


def valid(got, _reference, given):
    """What is wrong with an order."""
    parents, end = given["parents"], given["end"]
    if not isinstance(got, list):
        return f"users_first: got a {type(got).__name__}, expected a list\nhint: collect the names in a list"
    behind, todo = {end}, [end]
    while todo:
        for parent in parents[todo.pop()]:
            if parent not in behind:
                behind.add(parent)
                todo.append(parent)
    for name in got:
        if name not in behind:
            return f"order: got {name!r}, which is not behind {end}\nhint: begin at the end, and follow the parents"
    if len(got) != len(set(got)):
        return f"order: got {len(got)} names, expected {len(behind)}\nhint: each name once"
    if missing := sorted(behind - set(got)):
        return (
            f"order: got no {missing[0]}, expected {len(behind)} names\nhint: the end and the leaves belong to the list"
        )
    place = {name: k for k, name in enumerate(got)}
    for user in got:
        for parent in parents[user]:
            if place[parent] < place[user]:
                return f"order: got {parent} before {user}, its user\nhint: a value passes on after all its users"
    return None


def random_graph(seed, size):
    dice = random.Random(seed)
    parents = {"v0": [], "v1": []}
    for k in range(2, size):
        parents[f"v{k}"] = [dice.choice(list(parents)) for _ in range(dice.choice((1, 2, 3)))]
    names = list(parents)
    dice.shuffle(names)
    return {name: parents[name] for name in names}


def diamonds(number):
    graph = {"d0": []}
    for k in range(number):
        graph |= {f"l{k}": [f"d{k}"], f"r{k}": [f"d{k}"], f"d{k + 1}": [f"l{k}", f"r{k}"]}
    return graph


EVERYONE = {f"v{k}": [f"v{j}" for j in range(k)] for k in range(8)}
LATE = {"x": [], "a": ["x"], "b": ["a"], "c": ["b"], "L": ["x", "a", "c"]}
TWICE = {"x": [], "y": [], "a": ["x", "x"], "b": ["y"], "L": ["a", "x", "a"]}
contract = Contract(
    [
        case(LATE, "L", tag="valid"),
        *(case(random_graph(seed, 14), "v13", tag="valid") for seed in range(12)),
        *(case(random_graph(seed, 30), "v29", tag="valid") for seed in range(12, 18)),
        case({"x": [], "a": ["b"], "b": ["x"], "L": ["a", "b"]}, "L", tag="valid"),
        case({"x": [], "a": ["x"], "b": ["a"], "L": ["a", "b"]}, "L", tag="valid", note="the same names, other links"),
        case(TWICE, "L", tag="once"),
        case(TWICE, "b", tag="once"),
        case(TWICE, "x", tag="once", note="a leaf is the end"),
        *(case(EVERYONE, f"v{end}", tag="once", note="everyone uses everyone before") for end in (0, 3, 7)),
        case(diamonds(5), "d3", tag="once"),
        case(diamonds(60), "d60", tag="deep", note="60 diamonds in a row"),
        case(
            case(
                {"v0": [], **{f"v{k}": [f"v{k - 1}"] for k in range(1, 1500)}},
                "v1499",
                tag="deep",
                note="a trail of 1500",
            ),
        ),
    ],
    names=("order",),
    expect=valid,
    hints={
        "arguments": "read the dict and its lists, never change them",
        "error": "keep a list of what is to do, in place of calls in calls",
        "again": "each call begins anew",
    },
)
