"""What judge and learner speak: frames, values, tensors, exceptions."""
