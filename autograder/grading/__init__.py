"""The way of a submission through nbgrader, for any course."""
