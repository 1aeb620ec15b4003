"""Tests of `autograder/course/`."""
