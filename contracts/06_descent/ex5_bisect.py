"""6.5 — the limit by bisection."""

from autograder.contracts import Contract, case


def below(limit):
    """An experiment with this limit."""

    def is_stable(lr):
        return lr < limit

    is_stable.limit = limit
    return is_stable


def search(limit, low, high, tolerance, note=""):
    """A case whose function tells its limit to `expect`."""
    return case(below(limit), low, high, tolerance, note=note)


def expect(got, _reference, given):
    """Within the tolerance of the limit."""
    limit, tolerance = given["is_stable"].limit, given["tolerance"]
    if type(got) is not float:
        return f"find_limit: got a {type(got).__name__}, expected a float\nhint: return the middle of the last interval"
    if abs(got - limit) > tolerance * (1 + 1e-6):
        return (
            f"limit: got {got:.9g}, expected {limit:g} within {tolerance:g}\n"
            "hint: keep the limit between low and high at every halving, until they are within tolerance"
        )
    return None


contract = Contract(
    [
        search(0.7, 0.0, 1.0, 1e-4),
        search(0.1333, 0.1, 0.2, 1e-5),
        search(3.2, 1.0, 9.0, 1e-3),
        search(0.9012345, 0.9, 1.0, 1e-6),
        search(0.7, 0.0, 1000.0, 1e-6, note="thirty halvings"),
        search(-0.3, -1.0, 1.0, 1e-3, note="low is negative"),
        search(40.0, 0.0, 1000.0, 5.0, note="a wide tolerance"),
        search(0.30001, 0.3, 0.3001, 1e-2, note="narrower than the tolerance from the start"),
        search(0.3, 0.4, 1.0, 1e-3, note="low is unstable"),
        search(0.3, 0.0, 0.2, 1e-3, note="high is stable"),
        search(-1.0, 0.0, 1.0, 1e-3, note="nothing is stable"),
        search(9.0, 0.0, 1.0, 1e-3, note="everything is stable"),
        search(0.3, 0.4, 0.4001, 1e-2, note="low is unstable, and the interval is narrow"),
    ],
    names=("limit",),
    expect=expect,
    errors=("ValueError",),
    calls="most",
    hints={
        "error": "ask is_stable for low and high first, then raise ValueError(...); else no error",
        "calls": "one call a halving, no grid, and stop when the interval is within tolerance",
    },
)
