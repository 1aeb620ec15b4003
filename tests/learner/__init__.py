"""Tests of `autograder/learner/`."""
