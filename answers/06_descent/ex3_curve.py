# %% right: semilogy and axhline
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set_xlabel("step")
    left.set_ylabel("loss")
    left.set_title("The loss falls")
    right.plot(ws)
    right.axhline(target, color="black", linestyle="--")
    right.set_xlabel("step")
    right.set_ylabel("w")
    right.set_title("The weight reaches the target")
    return figure


# %% right: pyplot functions
def plot_descent(ws, losses, target):
    fig = plt.figure(figsize=(10, 4))
    plt.subplot(121)
    plt.plot(range(len(losses)), losses, "o-")
    plt.yscale("log")
    plt.xlabel("Step")
    plt.ylabel("Loss")
    plt.title("Loss")
    plt.subplot(122)
    plt.plot(range(len(ws)), ws, "s-")
    plt.plot([0, len(ws) - 1], [target, target], "k--")
    plt.xlabel("Step")
    plt.ylabel("Weight")
    plt.title("Weight")
    plt.tight_layout()
    return fig


# %% right: add_subplot and a repeated target
def plot_descent(ws, losses, target):
    figure = plt.figure(layout="constrained")
    left = figure.add_subplot(1, 2, 1, xlabel="step k", ylabel="loss L", title="Loss", yscale="log")
    left.plot(losses, marker=".")
    right = figure.add_subplot(1, 2, 2, xlabel="step k", ylabel="$w_k$", title=f"Towards {target}")
    right.plot([target] * len(ws), color="gray")
    right.plot(ws, marker=".")
    return figure


# %% right: a Figure without pyplot
def plot_descent(ws, losses, target):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.5))
    axes = figure.subplots(ncols=2)
    for ax, values, name in zip(axes, (losses, ws), ("loss", "weight w")):
        ax.plot(torch.arange(len(values)), torch.tensor(values, dtype=torch.float64), label=name)
        ax.set(xlabel="number of steps", ylabel=name, title=f"{name} by step")
    axes[0].set_yscale("log")
    axes[1].axhline(y=target, label="target")
    axes[1].legend()
    return figure


# %% right: mosaic with the final weight marked
def plot_descent(ws, losses, target):
    figure, axes = plt.subplot_mosaic([["loss", "weight"]], figsize=(9, 3.5))
    axes["loss"].semilogy(range(len(losses)), losses, "-o")
    for name, ax in axes.items():
        ax.set(xlabel="step", ylabel=name, title=f"The {name}")
    axes["weight"].axhline(target, ls=":")
    axes["weight"].plot(len(ws) - 1, ws[-1], "r*")
    axes["weight"].plot(range(len(ws)), ws, "-s")
    return figure


# %% wrong: linear scale fails="ex3_curve-loss" says="got linear scale, expected log"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.plot(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: logarithm of the data fails="ex3_curve-loss" says="draw the losses as they are"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.plot(torch.tensor(losses).log())
    left.set(xlabel="step", ylabel="log loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: logarithm of the data on a logarithmic axis fails="ex3_curve-loss" says="draw the list losses as it is: left.semilogy(losses)"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(torch.tensor(losses).log10())
    left.set(xlabel="step", ylabel="log loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: both axes logarithmic fails="ex3_curve-loss" says="step 0 has no logarithm"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.loglog(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: left and right swapped fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="the losses go on the left"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.plot(ws)
    left.axhline(target)
    left.set(xlabel="step", ylabel="w", title="Weight")
    right.semilogy(losses)
    right.set(xlabel="step", ylabel="loss", title="Loss")
    return figure


# %% wrong: both curves in one pair of axes fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="got 1 axes, expected 2"
def plot_descent(ws, losses, target):
    figure, axes = plt.subplots()
    axes.semilogy(losses, label="loss")
    axes.plot(ws, label="w")
    axes.axhline(target)
    axes.set(xlabel="step", ylabel="loss and w", title="Descent")
    axes.legend()
    return figure


# %% wrong: target line always at 2.5 fails="ex3_curve-weight" says="draw it at the argument target"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(2.5)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: no target line fails="ex3_curve-weight" says="right.axhline(target)"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: target line too short fails="ex3_curve-weight" says="shorter than the curve of w"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.plot([0, 1], [target, target])
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: weight without its start fails="ex3_curve-weight" says="begins with the start"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws[1:])
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: steps count from 1 fails="ex3_curve-loss ex3_curve-weight" says="matplotlib counts from 0 by itself"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(range(1, len(losses) + 1), losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(range(1, len(ws) + 1), ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure


# %% wrong: no labels fails="ex3_curve-labels" says="got no x label"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    right.plot(ws)
    right.axhline(target)
    return figure


# %% wrong: one title for the figure fails="ex3_curve-labels" says="got no title, expected one"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    figure.suptitle("Descent")
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w")
    return figure


# %% wrong: only the last axes labelled fails="ex3_curve-labels" says="left axes: got no x label"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    right.plot(ws)
    right.axhline(target)
    plt.xlabel("step")
    plt.ylabel("w")
    plt.title("Loss and weight")
    return figure


# %% wrong: shows the figure and returns nothing fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="got a NoneType, expected a figure"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    plt.show()


# %% wrong: returns plt fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="got a module, expected a figure"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return plt


# %% wrong: target line always to step 20 fails="ex3_curve-weight" says="axhline reaches across"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.plot([0, 20], [target, target])
    right.set(xlabel="step", ylabel="weight w", title="Weight")
    return figure


# %% wrong: one below the other fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="side by side is plt.subplots(1, 2)"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(2, 1)
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="weight w", title="Weight")
    return figure

# %% wrong: lifts small losses fails="ex3_curve-loss" says="draw the list losses as it is: left.semilogy(losses)"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2)
    left.semilogy([max(loss, 1e-8) for loss in losses])
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure

# %% wrong: a label with a w in another word fails="ex3_curve-labels" says="say what is measured"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2)
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="value now", title="Value")
    return figure

# %% wrong: one figure for all calls fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="each call makes a figure of its own"
def plot_descent(ws, losses, target):
    figure, (left, right) = plt.subplots(1, 2, num="descent", clear=True)
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target, linestyle="--")
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure

# %% wrong: sorts the losses fails="ex3_curve-loss ex3_curve-weight ex3_curve-labels" says="draw the lists as they are"
def plot_descent(ws, losses, target):
    losses.sort(reverse=True)
    figure, (left, right) = plt.subplots(1, 2)
    left.semilogy(losses)
    left.set(xlabel="step", ylabel="loss", title="Loss")
    right.plot(ws)
    right.axhline(target)
    right.set(xlabel="step", ylabel="w", title="Weight")
    return figure
