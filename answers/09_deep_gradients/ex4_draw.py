# %% right: plot and set_yscale
def plot_norms(curves):
    figure, axes = plt.subplots()
    for (name, norms), marker in zip(curves.items(), "os^vDx*"):
        axes.plot([k + 1 for k in range(len(norms))], norms, marker=marker, label=name)
    axes.set_yscale("log")
    axes.set_xlabel("layer")
    axes.set_ylabel("gradient norm")
    axes.set_title("Norms by layer")
    axes.legend()
    return figure


# %% right: pyplot functions
def plot_norms(curves):
    fig = plt.figure()
    for name in curves:
        plt.semilogy(range(1, 1 + len(curves[name])), curves[name], "o--", label=name)
    plt.xlabel("Layer number")
    plt.ylabel("Norm of the gradient")
    plt.title("Which gradients vanish?")
    plt.legend(loc="best")
    return fig


# %% right: a Figure without pyplot
def plot_norms(curves):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot(yscale="log", xlabel="layer k", ylabel="norm (no unit)", title="Gradients")
    for name, norms in curves.items():
        axes.plot(torch.arange(1, len(norms) + 1), torch.tensor(norms, dtype=torch.float64), marker=".", label=name)
    figure.axes[0].legend()
    return figure


# %% right: the legend takes the names
def plot_norms(curves):
    figure, axes = plt.subplots(figsize=(6, 4))
    lines = []
    for name, norms in curves.items():
        lines += axes.semilogy(*zip(*enumerate(norms, start=1)), "-s")
        lines[-1].set_label(name)
    axes.legend(handles=lines)
    axes.set(title="Gradient norms", xlabel="layer", ylabel="norm")
    return figure


# %% wrong: linear y axis fails="ex4_draw-curves" says="got linear scale, expected log"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.plot(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: layers count from zero fails="ex4_draw-curves" says="layers count from 1"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: logarithm of the data on a linear axis fails="ex4_draw-curves ex4_draw-words" says="draw the norms as they are"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.plot(range(1, len(norms) + 1), torch.tensor(norms).log10(), "o-", label=name)
    axes.set(xlabel="layer", ylabel="log10 of the norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: both axes logarithmic fails="ex4_draw-curves" says="only y is logarithmic"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.loglog(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: last layer first fails="ex4_draw-curves ex4_draw-words" says="the axis takes the logarithm, the data stay"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, len(norms) + 1), norms[::-1], "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: norms divided by the last one fails="ex4_draw-curves ex4_draw-words" says="the data stay"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, len(norms) + 1), [norm / norms[-1] for norm in norms], "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: axes of its own for each curve fails="ex4_draw-curves ex4_draw-words" says="all curves into one pair of axes"
def plot_norms(curves):
    figure, panels = plt.subplots(1, len(curves))
    for axes, (name, norms) in zip(panels, curves.items()):
        axes.semilogy(range(1, len(norms) + 1), norms, label=name)
        axes.set(xlabel="layer", ylabel="gradient norm", title=name)
        axes.legend()
    return figure


# %% wrong: always 20 layers fails="ex4_draw-curves ex4_draw-words" says="ValueError"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, 21), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: no legend fails="ex4_draw-words" says="after the curves are drawn"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    return figure


# %% wrong: labels of sigmoid and relu for any dict fails="ex4_draw-curves ex4_draw-words" says="one curve for each entry"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in zip(("sigmoid", "relu", "tanh"), curves.values()):
        axes.semilogy(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    return figure


# %% wrong: no words at all fails="ex4_draw-words" says="got no word layer"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.legend()
    return figure


# %% wrong: shows the figure and returns nothing fails="ex4_draw-curves ex4_draw-words" says="got a NoneType, expected a figure"
def plot_norms(curves):
    figure, axes = plt.subplots()
    for name, norms in curves.items():
        axes.semilogy(range(1, len(norms) + 1), norms, "o-", label=name)
    axes.set(xlabel="layer", ylabel="gradient norm", title="Norms by layer")
    axes.legend()
    plt.show()

# %% wrong: legend too early fails="ex4_draw-words" says="legend: got no names"
import matplotlib.pyplot as plt


def plot_norms(curves):
    """Return a figure with one labelled curve of gradient norms for each entry."""
    figure, axes = plt.subplots()
    axes.set_title("Gradient norm of each layer")
    axes.set_xlabel("layer")
    axes.set_ylabel("norm")
    axes.set_yscale("log")
    axes.legend(loc="best")
    for name, norms in curves.items():
        axes.plot(list(range(1, len(norms) + 1)), norms, "o-", label=name)
    return figure

# %% wrong: same figure again fails="ex4_draw-curves ex4_draw-words" says="each call makes a figure of its own"
import matplotlib.pyplot as plt


def plot_norms(curves):
    """Return a figure with one labelled curve of gradient norms for each entry."""
    figure = plt.figure("norms")
    for name, norms in curves.items():
        plt.semilogy(range(1, len(norms) + 1), norms, "o-", label=name)
    plt.xlabel("layer")
    plt.ylabel("norm of the gradient")
    plt.title("Gradient norms")
    plt.legend()
    return figure
