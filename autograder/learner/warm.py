"""Import what every notebook of the course imports, so that processes forked after this module start warm."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # a child forked from a multi-threaded torch hangs
os.environ.setdefault("MPLBACKEND", "Agg")

import matplotlib.pyplot
import torch
import torchviz

__all__ = ["matplotlib", "torch", "torchviz"]

torch.set_num_threads(1)
torch.ones(1).half()  # asks once what the processor can do; behind the walls it could not
torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # the first optimizer of a process imports for some seconds
