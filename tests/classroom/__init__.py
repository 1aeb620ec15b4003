"""Tests of `autograder/classroom/`."""
