"""Build, grade and report an nbgrader course whose exercises are about PyTorch autograd."""

__version__ = "0.1.0"
