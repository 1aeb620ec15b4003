"""A handler whose module starts a thread, so that its server may not fork."""

from __future__ import annotations

import threading

from handlers import run  # type: ignore[import-not-found]  # found inside a server only

__all__ = ["run"]

threading.Thread(target=threading.Event().wait, daemon=True).start()
