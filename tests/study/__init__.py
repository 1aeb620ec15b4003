"""Tests of `autograder/study/`."""
