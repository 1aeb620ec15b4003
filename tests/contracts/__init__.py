"""Tests of `autograder/contracts/`."""
