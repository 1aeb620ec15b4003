# %% right: one limit serves the other
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% right: outer product of the features
def momentum_limit(curvature, beta):
    return (2 + 2 * beta) / curvature


def line_limit(x, beta):
    features = torch.stack([x, torch.ones_like(x)], dim=1)
    curvatures = torch.linalg.eigvalsh(2 / len(x) * features.T @ features)
    return (2 + 2 * beta) / float(curvatures.max())


def saving_beta(curvature, lr):
    needed = lr / (2 / curvature) - 1
    return None if needed >= 1 else max(0.0, needed)


# %% right: eigenvalue by the school formula
import math


def momentum_limit(curvature, beta):
    without = 2 / curvature
    return without + beta * without


def line_limit(x, beta):
    a, c = 2 * (x * x).mean().item(), 2 * x.mean().item()
    largest = (a + 2 + math.sqrt((a - 2) ** 2 + 4 * c * c)) / 2
    return momentum_limit(largest, beta)


def saving_beta(curvature, lr):
    if lr <= momentum_limit(curvature, 0):
        return 0.0
    if lr >= momentum_limit(curvature, 1):
        return None
    return lr * curvature / 2 - 1


# %% right: singular values
def momentum_limit(curvature, beta):
    return 2.0 / curvature * (1.0 + beta)


def line_limit(x, beta):
    features = torch.column_stack([x, torch.ones(len(x))])
    largest = 2 * torch.linalg.svdvals(features).max() ** 2 / len(x)
    return momentum_limit(largest.item(), beta)


def saving_beta(curvature, lr):
    ratio = 0.5 * lr * curvature
    if ratio < 2:
        return 0.0 if ratio <= 1 else ratio - 1


# %% wrong: limit without momentum fails="ex5_limit-formula ex5_limit-line" says="that is the limit without momentum"
def momentum_limit(curvature, beta):
    return 2 / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: momentum makes it smaller fails="ex5_limit-formula ex5_limit-line" says="momentum makes the limit larger"
def momentum_limit(curvature, beta):
    return 2 * (1 - beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: divided by one minus beta fails="ex5_limit-formula ex5_limit-line" says="2 * (1 + beta) / curvature"
def momentum_limit(curvature, beta):
    return 2 / (1 - beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: a factor two forgotten fails="ex5_limit-formula ex5_limit-line" says="2 * (1 + beta) / curvature"
def momentum_limit(curvature, beta):
    return (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: smallest eigenvalue fails="ex5_limit-line" says="the largest one decides"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[0].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: curvature of the weight alone fails="ex5_limit-line" says="b moves too"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(hessian[0, 0].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: mean of the eigenvalues fails="ex5_limit-line" says="over the largest eigenvalue"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian).mean().item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: sums instead of means fails="ex5_limit-line" says="over the largest eigenvalue"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).sum(), x.sum()], [x.sum(), len(x)]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: line ignores the momentum fails="ex5_limit-line" says="2 * (1 + beta) over the largest eigenvalue of H"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), 0.0)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: returns a tensor fails="ex5_limit-line" says="takes the number out"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1], beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return max(beta, 0.0)


# %% wrong: negative momentum fails="ex5_limit-saving" says="a momentum below 0 makes no sense"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta >= 1:
        return None
    return beta


# %% wrong: momentum of one and more fails="ex5_limit-saving" says="no beta below 1 is enough"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    return max(beta, 0.0)


# %% wrong: cut off at one fails="ex5_limit-saving" says="no beta below 1 is enough"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    return min(max(beta, 0.0), 1.0)


# %% wrong: momentum of exactly one allowed fails="ex5_limit-saving" says="a float, or None where beta would be 1 or more"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = lr * curvature / 2 - 1
    if beta > 1:
        return None
    return max(beta, 0.0)


# %% wrong: solved for the wrong side fails="ex5_limit-saving" says="solve lr"
def momentum_limit(curvature, beta):
    return 2 * (1 + beta) / curvature


def line_limit(x, beta):
    hessian = 2 * torch.tensor([[(x**2).mean(), x.mean()], [x.mean(), 1.0]])
    return momentum_limit(torch.linalg.eigvalsh(hessian)[-1].item(), beta)


def saving_beta(curvature, lr):
    beta = 1 - 2 / (lr * curvature)
    if beta >= 1:
        return None
    return max(beta, 0.0)
