"""What runs in the learner's process, inside the sandbox. Nothing here is a defence."""
