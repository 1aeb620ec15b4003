"""Run graded cells in a process that the learner's code never enters."""
