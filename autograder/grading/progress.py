"""A progress bar with an estimate, for people at a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


@contextmanager
def beside_log(log: logging.Logger) -> Iterator[Progress | None]:
    """Show progress on stderr below the lines of a log; nothing, None, where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    direct = sys.stderr
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    columns += [TextColumn("still"), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True)) as shown:  # sys.stderr now prints above the bar
        handlers = [h for h in log.handlers if isinstance(h, logging.StreamHandler) and h.stream is direct]
        for handler in handlers:
            handler.setStream(sys.stderr)
        try:
            yield shown
        finally:
            for handler in handlers:
                handler.setStream(direct)
