# %% right: a no_grad block
def generate(decoder, latent):
    with torch.no_grad():
        pixels = decoder(latent)
    return pixels


# %% right: the decorator form
@torch.no_grad()
def generate(decoder, latent):
    return decoder(latent)


# %% right: inference mode
def generate(decoder, latent):
    with torch.inference_mode():
        return decoder(latent)


# %% right: the switch with a flag, and an untracked latent
def generate(decoder, latent):
    training = False
    with torch.set_grad_enabled(training):
        return decoder(latent.detach())


# %% right: the decoder decorated
def generate(decoder, latent):
    return torch.no_grad()(decoder)(latent)


# %% wrong: detaches afterwards fails="ex1_generate-nothing" says="detach() comes too late"
def generate(decoder, latent):
    return decoder(latent).detach()


# %% wrong: detaches the latent only fails="ex1_generate-pixels ex1_generate-nothing" says="call the decoder inside `with torch.no_grad():`, with whatever weights"
def generate(decoder, latent):
    return decoder(latent.detach())


# %% wrong: no switch at all fails="ex1_generate-pixels ex1_generate-nothing" says="got a tracked tensor"
def generate(decoder, latent):
    return decoder(latent)


# %% wrong: takes the data afterwards fails="ex1_generate-nothing" says="got recording on"
def generate(decoder, latent):
    return decoder(latent).data


# %% wrong: the switch around another line fails="ex1_generate-pixels ex1_generate-nothing" says="call the decoder inside"
def generate(decoder, latent):
    pixels = decoder(latent)
    with torch.no_grad():
        return pixels


# %% wrong: marks the result as tracked again fails="ex1_generate-pixels" says="got a tracked tensor"
def generate(decoder, latent):
    with torch.no_grad():
        pixels = decoder(latent)
    return pixels.requires_grad_()


# %% wrong: zero_grad taken for no_grad fails="ex1_generate-pixels ex1_generate-nothing" says="has no attribute 'zero_grad'"
def generate(decoder, latent):
    with torch.zero_grad():
        return decoder(latent)


# %% wrong: a list of numbers fails="ex1_generate-pixels ex1_generate-nothing" says="got a list"
def generate(decoder, latent):
    with torch.no_grad():
        return decoder(latent).tolist()


# %% wrong: a decoder of its own fails="ex1_generate-pixels ex1_generate-nothing" says="recording is off while the decoder runs, and afterwards as it was: a b"
def generate(decoder, latent):
    with torch.no_grad():
        return latent * 2 + 1

# %% wrong: records where the latent is not tracked fails="ex1_generate-nothing" says="recording is off while the decoder runs"
def generate(decoder, latent):
    """Return decoder(latent), computed without a record."""
    if not latent.requires_grad:
        # nothing to record here, the latent is a constant
        return decoder(latent).detach()
    with torch.no_grad():
        return decoder(latent)

# %% right: an exit stack
import contextlib


def generate(decoder, latent):
    """Return decoder(latent), computed without a record."""
    modes = {True: torch.enable_grad, False: torch.no_grad}
    with contextlib.ExitStack() as stack:
        stack.enter_context(modes[False]())
        pixels = decoder(latent)
    return pixels.detach()

# %% wrong: leaves recording off after an error fails="ex1_generate-nothing" says="recording is off while the decoder runs"
def generate(decoder, latent):
    """Return decoder(latent), computed without a record."""
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    pixels = decoder(latent)
    torch.set_grad_enabled(before)
    return pixels
