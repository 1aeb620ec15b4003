"""2.5 — a pixel, nudged the right way."""

import torch

from autograder.contracts import Contract, case


def towards(target, steep=1.0):
    def penalty(p):
        return steep * (p - target) ** 2

    return penalty


def fourth(p):
    return (p - 0.3) ** 4


def falling(p):
    return 1 - p


def rising(p):
    return 3 * p


def wavy(p):
    return torch.cos(40 * p)


def fine(p):
    """Waves of a length of about 0.006."""
    return torch.sin(1000 * p)


def shallow(p):
    return 1e-5 * p


def shallow_down(p):
    return -1e-5 * p


def shallower(p):
    return 3e-7 * p


def cube(p):
    return p**3


def logarithm(p):
    return -torch.log(p)


FLAT, UP = "the size of the gradient is below 1e-6", "the gradient is 1e-5"
advise = Contract(
    answers=("advise",),
    cases=[
        case(towards(0.3), 0.5, tag="way"),
        case(towards(0.9), 0.5, tag="way"),
        case(towards(0.25), 0.25, tag="way", note="at the goal"),
        case(towards(0.8, 1000.0), 0.7, tag="way"),
        case(fourth, 0.4, tag="way"),
        case(fourth, 0.31, tag="way", note="the gradient is 4e-6"),
        case(falling, 0.2, tag="way"),
        case(rising, 0.2, tag="way"),
        case(wavy, 0.5, tag="way"),
        case(wavy, 0.42, tag="way"),
        case(fine, 0.5, tag="way", note="short waves"),
        case(fine, 0.5017, tag="way", note="short waves"),
        case(fine, 0.503, tag="way", note="short waves"),
        case(shallow, 0.5, tag="way", note=UP),
        case(shallow_down, 0.5, tag="way", note="the gradient is -1e-5"),
        case(shallower, 0.5, tag="way", note=FLAT),
        case(logarithm, 0.01, tag="way"),
        case(towards(-0.5), 0.0, tag="limits"),
        case(towards(0.8), 0.0, tag="limits"),
        case(towards(-0.5), 0.1, tag="limits"),
        case(towards(0.0), 1.0, tag="limits"),
        case(towards(2.0), 1.0, tag="limits"),
        case(towards(2.0), 0.999, tag="limits", note="just below the limit"),
        case(towards(-1.0), 0.001, tag="limits", note="just above the limit"),
        case(falling, 1.0, tag="limits"),
        case(rising, 0.0, tag="limits"),
        case(rising, 1.0, tag="limits"),
        case(shallow, 0.0, tag="limits", note=UP),
        case(shallow, 1.0, tag="limits", note=UP),
    ],
    names=("advice",),
    hints={
        "value": "lower is against the sign of the gradient, unless the pixel is at that limit already",
        "type": "a word",
    },
)
forecast = Contract(
    answers=("forecast",),
    cases=[
        case(cube, 0.5, -0.2),
        case(towards(0.8, 10.0), 0.9, 0.05),
        case(towards(0.75), 0.75, 0.3, note="at the goal"),
        case(towards(0.8), 0.9, 0.5, note="the nudge would lead beyond 1"),
        case(towards(0.8), 0.1, -0.7, note="the nudge would lead below 0"),
        case(wavy, 0.42, 0.25),
        case(rising, 1.0, 1.0),
        case(cube, 0.25, 0.0, note="no nudge"),
        case(cube, 0.25, 1e-5),
        case(falling, 0.0, -0.125),
    ],
    names=("forecast",),
    atol=1e-6,
    hints={"value": "the gradient at p, times the nudge with its sign, whatever its size", "type": "a Python float"},
)
