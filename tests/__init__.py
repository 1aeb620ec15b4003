"""The tests; one module for each module of `autograder`, and for the notebooks, the tasks and the README."""
