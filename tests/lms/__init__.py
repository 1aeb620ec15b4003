"""Tests of `autograder/lms/`."""
