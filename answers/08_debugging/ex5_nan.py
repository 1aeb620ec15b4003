# %% right: splits the message at the quotes, and picks the positive entries
import warnings


def culprit(program):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with torch.autograd.detect_anomaly(check_nan=True):
            try:
                program()
            except RuntimeError as error:
                if "returned nan" not in str(error):
                    raise
                return str(error).split("'")[1]


def root_sum(x):
    return x[x > 0].sqrt().sum()


# %% right: set_detect_anomaly, and masked_fill
import warnings


def culprit(program):
    mode = torch.is_anomaly_enabled()
    warnings.simplefilter("ignore")
    torch.autograd.set_detect_anomaly(True)
    try:
        program()
        return None
    except RuntimeError as error:
        before, found, _ = str(error).partition("' returned nan values")
        if not found:
            raise
        return before.removeprefix("Function '")
    finally:
        torch.autograd.set_detect_anomaly(mode)
        warnings.resetwarnings()


def root_sum(x):
    hidden = x <= 0
    return x.masked_fill(hidden, 1.0).sqrt().masked_fill(hidden, 0.0).sum()


# %% right: regular expression, and a loop over the entries
import re
import warnings


def culprit(program):
    name = None
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.match(r"Function '(.*)' returned nan", str(error))
            if match is None:
                raise error
            name = match.group(1)
    return name


def root_sum(x):
    total = 0.0 * x.sum()
    for entry in x:
        if entry > 0:
            total = total + entry**0.5
    return total


# %% right: relu, whose backward masks instead of multiplying
import warnings


def culprit(program):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with torch.autograd.set_detect_anomaly(True):
            try:
                program()
            except RuntimeError as error:
                words = str(error).replace("'", " ").split()
                if words[0] == "Function" and "nan" in words:
                    return words[1]
                raise
    return None


def root_sum(x):
    return torch.relu(x).sqrt().sum()


# %% wrong: the where of the lesson fails="ex5_nan-repair" says="a masked nan comes back"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            if match is None:
                raise
            return match[1]


def root_sum(x):
    return torch.where(x > 0, x.sqrt(), torch.zeros_like(x)).sum()


# %% wrong: clamps at zero before the root fails="ex5_nan-repair" says="outside the mask nothing depends on x"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            if match is None:
                raise
            return match[1]


def root_sum(x):
    return x.clamp(min=0).sqrt().sum()


# %% wrong: absolute value before the root fails="ex5_nan-repair" says="gradient at 0: got nan"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            if match is None:
                raise
            return match[1]


def root_sum(x):
    return torch.where(x > 0, x.abs().sqrt(), torch.zeros_like(x)).sum()


# %% wrong: replaces the nan afterwards fails="ex5_nan-repair" says="a masked nan comes back"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            if match is None:
                raise
            return match[1]


def root_sum(x):
    return torch.nan_to_num(x.sqrt()).sum()


# %% wrong: the inner mask alone fails="ex5_nan-repair" says="0 for -1, 0 for 0, 2 for 4"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            if match is None:
                raise
            return match[1]


def root_sum(x):
    return torch.where(x > 0, x, torch.ones_like(x)).sqrt().sum()


# %% wrong: swallows every error fails="ex5_nan-none" says="raise again what is not about nan"
import re
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            match = re.search(r"Function '(\w+)' returned nan", str(error))
            return match[1] if match else None


def root_sum(x):
    harmless = torch.where(x > 0, x, torch.ones_like(x))
    return torch.where(x > 0, harmless.sqrt(), torch.zeros_like(x)).sum()


# %% wrong: without anomaly mode fails="ex5_nan-names" says="switch anomaly mode on"
import re


def culprit(program):
    try:
        program()
    except RuntimeError as error:
        match = re.search(r"Function '(\w+)' returned nan", str(error))
        if match is None:
            raise
        return match[1]


def root_sum(x):
    harmless = torch.where(x > 0, x, torch.ones_like(x))
    return torch.where(x > 0, harmless.sqrt(), torch.zeros_like(x)).sum()


# %% wrong: the whole message fails="ex5_nan-names ex5_nan-none" says="the name alone"
import warnings


def culprit(program):
    with warnings.catch_warnings(record=True), torch.autograd.detect_anomaly():
        try:
            program()
        except RuntimeError as error:
            return str(error)


def root_sum(x):
    harmless = torch.where(x > 0, x, torch.ones_like(x))
    return torch.where(x > 0, harmless.sqrt(), torch.zeros_like(x)).sum()


# %% wrong: always blames the root fails="ex5_nan-names ex5_nan-none" says="run program once"
def culprit(program):
    return "SqrtBackward0"


def root_sum(x):
    harmless = torch.where(x > 0, x, torch.ones_like(x))
    return torch.where(x > 0, harmless.sqrt(), torch.zeros_like(x)).sum()


# %% wrong: anomaly mode is off afterwards fails="ex5_nan-none" says="leave anomaly mode as it was"
import re
import torch
def culprit(program):
    torch.autograd.set_detect_anomaly(True)
    try:
        program()
    except RuntimeError as e:
        m = re.match(r"Function '(\w+)' returned nan values", str(e))
        if not m:
            raise
        return m[1]
    finally:
        torch.autograd.set_detect_anomaly(False)
def root_sum(x):
    return x[x > 0].sqrt().sum()
