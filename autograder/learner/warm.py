"""Import what every notebook of the course imports, so that processes forked after this module start warm."""

import importlib
import os
from importlib.util import find_spec

os.environ.setdefault("OMP_NUM_THREADS", "1")  # a child forked from a multi-threaded torch hangs
os.environ.setdefault("MPLBACKEND", "Agg")

import matplotlib.pyplot  # noqa: F401
import torch

torch.set_num_threads(1)
torch.ones(1).half()  # asks once what the processor can do; behind the walls it could not
torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # the first optimizer of a process imports for some seconds
if find_spec("torchviz"):
    importlib.import_module("torchviz")
