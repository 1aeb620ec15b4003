"""8.2 — the cause behind a message."""

import torch

from autograder.contracts import Contract, case


def message_of(program):
    """What torch says of a program, in the version at hand."""
    w, v = torch.tensor(2.0, requires_grad=True), torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    try:
        exec(program, {"torch": torch, "w": w, "v": v})
    except (RuntimeError, TypeError, ValueError, AttributeError) as error:
        return str(error)
    raise LookupError(f"no error: {program}")


LIVE = (
    "(w > 1).backward()",
    "g, = torch.autograd.grad(w**3, w); g.backward()",
    "torch.autograd.backward([w * 2, torch.ones(())])",
    "y = w * w; torch.autograd.grad(y, w); torch.autograd.grad(y, w)",
    "v[1] = 5.0",
    "v.mul_(2)",
    "y = v.sigmoid(); y[0] = 0; y.sum().backward()",
    "a = w * 1; y = a * a; a += 1; y.backward()",
    "torch.autograd.grad(v.exp(), v)",
    "torch.tensor(2).requires_grad_()",
    "torch.autograd.grad(v.sum(), (v, w))",
)
DRIFT = (
    "Trying to backward through the graph a second time, but the saved intermediate results have already been freed. "
    "Specify retain_graph=True when calling .backward() or autograd.grad() the first time.",
    "Trying to backward through the graph a second time (or directly access saved tensors after they have been freed).",
    "Trying to backward through the graph a second time, but the buffers have already been freed.",
    "element 0 of variables does not require grad and does not have a grad_fn",
    "element 3 of tensors does not require grad and does not have a grad_fn",
    "one of the variables needed for gradient computation has been modified by an inplace operation",
    "one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.cuda.DoubleTensor [8, 1]], which is output 0 of ReluBackward0, is at version 3; expected version 2 "
    "instead. Hint: the backtrace further above shows the operation that failed to compute its gradient.",
    "a leaf Variable that requires grad has been used in an in-place operation.",
    "a leaf Variable that requires grad is being used in an in-place operation.",
    "a view of a leaf Variable that requires grad is being used in an in-place operation.",
    "only Tensors of floating point dtype can require gradients",
    "Only Tensors of floating point and complex dtype can require gradients",
    "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is "
    "the desired behavior.",
    "grad can be implicitly created only for scalar outputs but got torch.Size([3])",
    "grad can be implicitly created only for scalar outputs",
)
OTHERS = (
    "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph "
    "that doesn't require differentiation use var_no_grad = var.detach().",
    "you can only change requires_grad flags of leaf variables.",
    "can't retain_grad on Tensor that has requires_grad=False",
    "can't optimize a non-leaf Tensor",
    "Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in "
    "computation tracked by autograd.",
    "Inplace update to inference tensor outside InferenceMode is not allowed.",
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be "
    "populated during autograd.backward().",
    "Mismatch in shape: grad_output[0] has a shape of torch.Size([2]) and output[0] has a shape of torch.Size([3]).",
    "attempting to assign a gradient of size '[2]' to a tensor of size '[3]'. Please ensure that the gradient and the "
    "tensor are the same size",
    "Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.",
    "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    "Output 0 of UnbindBackward0 is a view and is being modified inplace. This view is the output of a function that "
    "returns multiple views. Such functions do not allow the output views to be modified inplace.",
    "Can't detach views in-place. Use detach() instead.",
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
    "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.",
    "only one element tensors can be converted to Python scalars",
    "only integer tensors of a single element can be converted to an index",
    "a Tensor with 3 elements cannot be converted to Scalar",
    "unsupported operand type(s) for *: 'float' and 'NoneType'",
    "expected scalar type Float but found Long",
    "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
    "No graph was recorded.",
    "time limit",
    "",
)

contract = Contract(
    [case(message_of(program), note=f"from {program}", tag="live") for program in LIVE]
    + [case(message, note="a wording of another version", tag="drift") for message in DRIFT]
    + [case(message, tag="unknown") for message in OTHERS],
    names=("word",),
    hints={
        "value": "a short fragment lives long, and must stand in every message of its kind and in no other",
        "type": "one of the eight words, a string",
    },
)
