# %% right: a no_grad block inside
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        with torch.no_grad():
            result = f(*args, **kwargs)
        if torch.is_tensor(result) and result.numel() == 1:
            return float(result)
        return result

    return evaluate


# %% right: a switch put back by hand, in finally
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        try:
            result = f(*args, **kwargs)
        finally:
            torch.set_grad_enabled(before)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% right: decorates f first, and copies the name by hand
def evaluation(f):
    quiet = torch.no_grad()(f)

    def evaluate(*args, **kwargs):
        result = quiet(*args, **kwargs)
        single = isinstance(result, torch.Tensor) and result.numel() == 1
        return result.item() if single else result

    evaluate.__name__, evaluate.__doc__ = f.__name__, f.__doc__
    return evaluate


# %% right: a class with a call
import functools


class Evaluation:
    def __init__(self, f):
        self.f = f
        functools.update_wrapper(self, f)

    def __call__(self, *args, **kwargs):
        with torch.set_grad_enabled(False):
            result = self.f(*args, **kwargs)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result


def evaluation(f):
    return Evaluation(f)


# %% wrong: a switch that sticks fails="ex3_evaluation-mode ex3_evaluation-wraps ex3_evaluation-result" says="set_grad_enabled(False) sticks"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        torch.set_grad_enabled(False)
        result = f(*args, **kwargs)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: switches on again, but not after an error fails="ex3_evaluation-mode" says="even when an error leaves it"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        torch.set_grad_enabled(False)
        result = f(*args, **kwargs)
        torch.set_grad_enabled(True)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: the switch is on when f runs fails="ex3_evaluation-mode" says="got recording on"
import functools


def evaluation(f):
    with torch.no_grad():
        @functools.wraps(f)
        def evaluate(*args, **kwargs):
            result = f(*args, **kwargs)
            return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: detaches the result fails="ex3_evaluation-mode ex3_evaluation-result" says="got recording on"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        result = f(*args, **kwargs)
        if not isinstance(result, torch.Tensor):
            return result
        return result.item() if result.numel() == 1 else result.detach()

    return evaluate


# %% wrong: swallows the error fails="ex3_evaluation-mode" says="do not catch it"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        try:
            with torch.no_grad():
                result = f(*args, **kwargs)
        except ValueError:
            return None
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: only switches recording off fails="ex3_evaluation-result ex3_evaluation-wraps" says="got a tensor, expected a float"
def evaluation(f):
    return torch.no_grad()(f)


# %% wrong: item of everything fails="ex3_evaluation-mode ex3_evaluation-result ex3_evaluation-wraps" says="has no attribute 'item'"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        with torch.no_grad():
            return f(*args, **kwargs).item()

    return evaluate


# %% wrong: the inner function returns nothing fails="ex3_evaluation-mode ex3_evaluation-result ex3_evaluation-wraps" says="got a NoneType"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args, **kwargs):
        with torch.no_grad():
            f(*args, **kwargs)

    return evaluate


# %% wrong: loses the name fails="ex3_evaluation-wraps" says="functools.wraps(f)"
def evaluation(f):
    def evaluate(*args, **kwargs):
        with torch.no_grad():
            result = f(*args, **kwargs)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: forgets keyword arguments fails="ex3_evaluation-wraps" says="unexpected keyword argument"
import functools


def evaluation(f):
    @functools.wraps(f)
    def evaluate(*args):
        with torch.no_grad():
            result = f(*args)
        return result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result

    return evaluate


# %% wrong: calls f twice fails="ex3_evaluation-wraps" says="call f once"
import functools


def evaluation(f):
    @functools.wraps(f)
    @torch.no_grad()
    def evaluate(*args, **kwargs):
        if isinstance(f(*args, **kwargs), torch.Tensor) and f(*args, **kwargs).numel() == 1:
            return f(*args, **kwargs).item()
        return f(*args, **kwargs)

    return evaluate
