"""nbgrader's own tests and its own example course, graded by the engine."""
