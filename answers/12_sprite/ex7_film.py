# %% right: sorted items and a norm
def draw_frames(frames):
    figure, panels = plt.subplots(ncols=len(frames), figsize=(10, 3))
    for axes, (step, frame) in zip(panels.flat, sorted(frames.items(), key=lambda item: item[0])):
        axes.imshow(frame.numpy(), cmap=plt.cm.gray, norm=plt.Normalize(0, 1))
        axes.set_title(f"Step {step}")
        axes.axis("off")
    return figure


# %% right: add_subplot in a loop
def draw_frames(frames):
    figure = plt.figure(figsize=(2 * len(frames), 2))
    for place, step in enumerate(sorted(frames), start=1):
        axes = figure.add_subplot(1, len(frames), place)
        axes.imshow(frames[step].tolist(), "gray", vmin=0.0, vmax=1.0)
        axes.set(title="the sprite at step " + str(step))
    return figure


# %% right: the current figure and set_clim
def draw_frames(frames):
    figure = plt.figure()
    for place, step in enumerate(sorted(frames.keys())):
        plt.subplot(1, len(frames), place + 1)
        plt.imshow(frames[step], cmap="gray")
        plt.clim(0, 1)
        plt.title("step %d" % step)
    return figure


# %% wrong: each picture with its own grey range fails="ex7_film-pictures" says="vmin=0, vmax=1"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray")
        axes.set_title(f"step {step}")
    return figure


# %% wrong: in the order of the dict fails="ex7_film-titles ex7_film-pictures" says="got 10 before 0"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, frames):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    return figure


# %% wrong: sorted as text fails="ex7_film-pictures ex7_film-titles" says="sort the steps as numbers"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames, key=str)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    return figure


# %% wrong: titles count the places fails="ex7_film-titles" says="not its place in the row"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {sorted(frames).index(step)}")
    return figure


# %% wrong: no titles fails="ex7_film-titles" says="got an empty one"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
    return figure


# %% wrong: numbers without the word fails="ex7_film-titles" says="the key of the frame, in order"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(step))
    return figure


# %% wrong: in colour fails="ex7_film-pictures" says="expected the colour map gray"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    return figure


# %% wrong: shows and returns nothing fails="ex7_film-pictures ex7_film-titles" says="end with return figure"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    plt.show()


# %% wrong: one picture upon the other fails="ex7_film-pictures ex7_film-titles" says="one axes.imshow"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        panels[0].imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    return figure


# %% wrong: black and white exchanged fails="ex7_film-pictures" says="expected the colour map gray"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray_r", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    return figure


# %% wrong: with a color bar fails="ex7_film-pictures ex7_film-titles" says="no color bars"
def draw_frames(frames):
    figure, panels = plt.subplots(1, len(frames))
    for axes, step in zip(panels, sorted(frames)):
        axes.imshow(frames[step], cmap="gray", vmin=0, vmax=1)
        axes.set_title(f"step {step}")
    figure.colorbar(panels[0].images[0])
    return figure

# %% right: inverted axis
import matplotlib.pyplot as plt


def draw_frames(frames):
    order = sorted(frames.items(), key=lambda entry: entry[0])
    figure, grid = plt.subplots(nrows=1, ncols=len(order), squeeze=False, sharex=True)
    for (step, frame), axes in zip(order, grid.flat):
        axes.imshow(frame.tolist(), origin="lower", cmap=plt.get_cmap("gray"), vmin=0, vmax=1)
        axes.invert_yaxis()
        axes.set_title(f"step {step}", fontsize=8)
    plt.close(figure)
    return figure
