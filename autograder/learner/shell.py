"""The learner's shell: runs the cells that are not graded, in IPython, and records what they put out."""

from __future__ import annotations

import gc
import io
import mmap
import os
import re
import sys
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.learner.recorder import LEFT_OUT, Recorder

NETWORK = re.compile(r"\b(pip3?|conda|mamba|uv|apt|apt-get|wget|curl|git|gdown|kaggle|npm)\b")
OFFLINE = "[there is no network where the notebook is graded: nothing can be installed or downloaded]"
RESERVE = 128 << 20  # bytes that a cell must leave free, for the cells after it
OUT_OF_MEMORY = 86  # exit code, as the server that forked this process knows it


class _Stream(io.TextIOBase):
    """A sys.stdout or sys.stderr that records."""

    encoding = "utf-8"

    def __init__(self, shell: Shell, name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        self._shell.recorder.stream(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    """Records displays."""

    recording: Shell

    def publish(self, data: Any, metadata: Any = None, *_: Any, transient: Any = None, **more: Any) -> None:  # noqa: ARG002
        update = bool(more.get("update"))
        name = (transient or {}).get("display_id")
        self.recording.recorder.display(data, name, update)

    def clear_output(self, wait: bool = False) -> None:
        self.recording.recorder.clear(wait)


class _Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    recording: Shell

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, _metadata: Any = None) -> None:
        count = self.recording.shell.execution_count
        self.recording.recorder.bundle("execute_result", format_dict, execution_count=count)

    def finish_displayhook(self) -> None:
        pass


class _Formatter(DisplayFormatter):
    """Draws nothing that is left out anyway: a storm of figures would take the time of its cell."""

    recording: Shell

    def format(self, *args: Any, **options: Any) -> Any:
        if self.recording.recorder.full:
            return {"text/plain": LEFT_OUT}, {}
        draw: Any = super().format
        return draw(*args, **options)


class _IPython(InteractiveShell):
    """IPython with these three, and what a kernel adds to it."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def init_display_formatter(self) -> None:
        formatter: Any = _Formatter(parent=self)
        self.display_formatter = formatter
        self.configurables.append(formatter)

    def enable_gui(self, gui: Any = None) -> None:
        """Open no window."""

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Show figures in the notebook, whichever way was asked for: `widget` and the others need a browser."""
        enable: Any = super().enable_matplotlib
        return enable("inline" if gui else gui)

    def showtraceback(self, *args: Any, **options: Any) -> None:
        """Show an exception; briefly where the recursion was too deep, as a thousand frames take too long."""
        deep = isinstance(sys.exc_info()[1], RecursionError)
        self.InteractiveTB.set_mode("Plain" if deep else "Context")
        show: Any = super().showtraceback
        show(*args, **options)

    def ask_exit(self) -> None:
        """End the cell where it says `exit()`."""
        raise SystemExit

    def system(self, cmd: str) -> None:
        """Run a command of the system, and say why where it fails for want of a network."""
        run: Any = self.system_piped
        run(cmd)
        if self.user_ns.get("_exit_code") and NETWORK.search(cmd):
            print(OFFLINE, file=sys.stderr)


class Shell:
    """An IPython shell in this process, as a kernel has one, without the kernel."""

    def __init__(self) -> None:
        self.recorder = Recorder()
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        _Publisher.recording = _Hook.recording = _Formatter.recording = self
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        # Without a sandbox too pip installs nothing; with one it fails at once instead of asking again and again.
        os.environ |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        os.environ["PYTHONBREAKPOINT"] = "0"  # a breakpoint() that was left in does nothing
        warnings.filterwarnings("ignore", "To exit: use", UserWarning)
        self.shell: Any = _IPython.instance(config=config)
        vars(self.shell)["_showtraceback"] = self._error
        self._pictures()
        run: Any = self.shell.run_cell
        run("", store_history=False)  # what IPython imports for its first cell

    def listen(self) -> None:
        """Record what this process prints, and be its `__main__`."""
        import matplotlib

        matplotlib.interactive(True)  # else a figure is not shown at the end of its cell
        sys.modules["__main__"] = self.shell.user_module
        sys.path.insert(0, "")  # what `%%writefile` has written can be imported
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")

    @property
    def names(self) -> dict[str, Any]:
        """The globals of the notebook."""
        names: dict[str, Any] = self.shell.user_ns
        return names

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell and return its outputs."""
        self.recorder = Recorder()
        self.shell.run_cell(source, store_history=True)
        if not _has_room():
            self._forget_the_error()
            if not _has_room():
                os._exit(OUT_OF_MEMORY)  # else every cell after this one fails
        return self.recorder.outputs

    def settle(self) -> None:
        """Close the figures that a graded cell left open, so that the next cell does not show them."""
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")

    def _error(self, kind: Any, value: Any, lines: Any) -> None:
        text = "\n".join(lines) if isinstance(lines, list) else str(lines)
        try:
            message = str(value)
        except Exception:
            message = ""
        self.recorder.error(str(getattr(kind, "__name__", kind)), message, text.splitlines())

    def _forget_the_error(self) -> None:
        """Let go of what the frames of the last exception hold."""
        for name in ("last_exc", "last_value", "last_traceback", "last_type"):
            vars(sys).pop(name, None)
        self.shell.InteractiveTB.tb = None
        gc.collect()

    def _pictures(self) -> None:
        """Show figures at the end of the cell that draws them."""
        import matplotlib
        from matplotlib_inline import backend_inline

        matplotlib.use(os.environ["MPLBACKEND"])
        configure: Any = backend_inline.configure_inline_support
        configure(self.shell, os.environ["MPLBACKEND"])


def _has_room() -> bool:
    try:
        mmap.mmap(-1, RESERVE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()  # counts, and is never written
    except OSError:
        return False
    return True
