# %% right: torch.autograd.backward in float64
def pile(questions, x):
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    readings = []
    for ask in questions:
        torch.autograd.backward(ask(leaf))
        readings.append(float(leaf.grad))
    return readings


# %% wrong: adds the slopes itself with a fresh leaf each time fails="ex1_pile-adds ex1_pile-numbers" says="one leaf for all questions, and one pile: never clear, never begin ane"
def pile(questions, x):
    total, readings = 0.0, []
    for question in questions:
        leaf = torch.tensor(x, requires_grad=True)
        question(leaf).backward()
        total += leaf.grad.item()
        readings.append(total)
    return readings


# %% wrong: itertools.accumulate over torch.autograd.grad fails="ex1_pile-adds ex1_pile-numbers" says="one leaf for all questions, and one pile: never clear, never begin ane"
def pile(questions, x):
    from itertools import accumulate

    leaf = torch.tensor(x, requires_grad=True)
    return list(accumulate(torch.autograd.grad(question(leaf), leaf)[0].item() for question in questions))


# %% right: copies of the gradient made into numbers at the end
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    copies = []
    for question in questions:
        question(leaf).backward()
        copies.append(leaf.grad.clone())
    return [copy.item() for copy in copies]


# %% wrong: keeps the tensor that changes later fails="ex1_pile-adds ex1_pile-numbers" says=".grad is one tensor that changes later"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings = []
    for question in questions:
        question(leaf).backward()
        readings.append(leaf.grad)
    return readings


# %% wrong: clears in each turn fails="ex1_pile-adds ex1_pile-numbers" says="12 is the slope alone"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings = []
    for question in questions:
        leaf.grad = None
        question(leaf).backward()
        readings.append(leaf.grad.item())
    return readings


# %% wrong: a fresh leaf for each question fails="ex1_pile-adds ex1_pile-numbers" says="one leaf for all questions"
def pile(questions, x):
    readings = []
    for question in questions:
        leaf = torch.tensor(x, requires_grad=True)
        question(leaf).backward()
        readings.append(leaf.grad.item())
    return readings


# %% wrong: adds what has been added already fails="ex1_pile-adds ex1_pile-numbers" says="do not add again"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    total, readings = 0.0, []
    for question in questions:
        question(leaf).backward()
        total += leaf.grad.item()
        readings.append(total)
    return readings


# %% wrong: copies are tensors fails="ex1_pile-adds ex1_pile-numbers" says="leaf.grad.item() keeps the number; .grad is one tensor that changes la"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings = []
    for question in questions:
        question(leaf).backward()
        readings.append(leaf.grad.clone())
    return readings


# %% wrong: the last reading alone fails="ex1_pile-adds ex1_pile-numbers" says="expected a list"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    for question in questions:
        question(leaf).backward()
    return leaf.grad.item()


# %% wrong: returns inside the loop fails="ex1_pile-adds ex1_pile-numbers" says="one reading after each question"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings = []
    for question in questions:
        question(leaf).backward()
        readings.append(leaf.grad.item())
        return readings


# %% wrong: clears before anybody has asked fails="ex1_pile-adds ex1_pile-numbers" says="no attribute 'zero_'"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    leaf.grad.zero_()
    readings = []
    for question in questions:
        question(leaf).backward()
        readings.append(leaf.grad.item())
    return readings


# %% wrong: flat questions left out fails="ex1_pile-adds ex1_pile-numbers" says="one reading after each question; no question, no reading"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings = []
    for question in questions:
        question(leaf).backward()
        if leaf.grad:
            readings.append(leaf.grad.item())
    return readings


# %% wrong: cleared and added by hand fails="ex1_pile-adds ex1_pile-numbers" says="one leaf for all questions, and one pile: never clear, never begin ane"
def pile(questions, x):
    leaf = torch.tensor(x, requires_grad=True)
    readings, total = [], 0.0
    for question in questions:
        leaf.grad = None
        question(leaf).backward()
        total += leaf.grad.item()
        readings.append(total)
    return readings


# %% right: full and a helper of its own
def pile(questions, x):
    leaf = torch.full((), x).requires_grad_()

    def after(question):
        torch.autograd.backward(question(leaf))
        return float(leaf.grad)

    return [after(question) for question in questions]

# %% wrong: a leaf of shape (1,) fails="ex1_pile-adds ex1_pile-numbers" says="one leaf for all questions, and one pile: never clear, never begin ane"
import torch


def pile(questions, x):
    leaf = torch.tensor([x], requires_grad=True)
    readings = []
    for question in questions:
        question(leaf).backward()
        readings.append(leaf.grad.item())
    return readings
