"""A picture of the class: what was understood, what was not, and what needs a look."""
