"""Run learners' code where it can reach nothing but itself."""
