# %% right: a block around the score
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        with torch.no_grad():
            try:
                scored = score(batch)
            except ValueError:
                scored = None
        rows.append((trained, scored))
    return rows


# %% right: put back by hand, in finally
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained, scored = train(batch), None
        before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        try:
            scored = score(batch)
        except ValueError:
            pass
        finally:
            torch.set_grad_enabled(before)
        rows.append((trained, scored))
    return rows


# %% right: a decorated helper
def train_and_score(train, score, batches):
    @torch.no_grad()
    def quiet_score(batch):
        try:
            return score(batch)
        except ValueError:
            return None

    return [(train(batch), quiet_score(batch)) for batch in batches]


# %% right: a switch with a flag
def train_and_score(train, score, batches):
    def safe(batch):
        try:
            with torch.set_grad_enabled(False):
                return score(batch)
        except ValueError:
            return None

    return list(map(lambda batch: (train(batch), safe(batch)), batches))


# %% wrong: the broken program fails="ex7_restore-errors ex7_restore-caller" says="skipped by the error"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        try:
            torch.set_grad_enabled(False)
            scored = score(batch)
            torch.set_grad_enabled(True)
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows


# %% wrong: always on again, in finally fails="ex7_restore-caller" says="switching on is not restoring"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        torch.set_grad_enabled(False)
        try:
            scored = score(batch)
        except ValueError:
            scored = None
        finally:
            torch.set_grad_enabled(True)
        rows.append((trained, scored))
    return rows


# %% wrong: enable_grad around the training fails="ex7_restore-caller" says="do not switch on for it"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        with torch.enable_grad():
            trained = train(batch)
        try:
            with torch.no_grad():
                scored = score(batch)
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows


# %% wrong: no_grad around the loop fails="ex7_restore-modes ex7_restore-errors ex7_restore-caller" says="around score alone"
@torch.no_grad()
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        try:
            scored = score(batch)
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows


# %% wrong: never switches off fails="ex7_restore-modes ex7_restore-errors ex7_restore-caller" says="recording in score"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        try:
            scored = score(batch)
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows


# %% wrong: never switches on again fails="ex7_restore-modes ex7_restore-errors ex7_restore-caller" says="recording must be on again"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        torch.set_grad_enabled(False)
        try:
            scored = score(batch)
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows


# %% wrong: drops the broken batch fails="ex7_restore-errors ex7_restore-caller" says="a broken batch has a pair too"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        try:
            with torch.no_grad():
                rows.append((trained, score(batch)))
        except ValueError:
            continue
    return rows


# %% wrong: keeps the score of the batch before fails="ex7_restore-errors ex7_restore-caller" says="and note None"
def train_and_score(train, score, batches):
    rows, scored = [], 0.0
    for batch in batches:
        trained = train(batch)
        try:
            with torch.no_grad():
                scored = score(batch)
        except ValueError:
            pass
        rows.append((trained, scored))
    return rows


# %% wrong: the error is not caught fails="ex7_restore-errors ex7_restore-caller" says="ValueError: broken batch"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        with torch.no_grad():
            scored = score(batch)
        rows.append((trained, scored))
    return rows


# %% wrong: detaches the score in the place of a switch fails="ex7_restore-modes ex7_restore-errors ex7_restore-caller" says="recording in score"
def train_and_score(train, score, batches):
    rows = []
    for batch in batches:
        trained = train(batch)
        try:
            scored = score(batch)
            scored = scored.detach() if isinstance(scored, torch.Tensor) else scored
        except ValueError:
            scored = None
        rows.append((trained, scored))
    return rows
