"""The learner's process starts warm, and with nothing of the server's open."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import os
import autograder.learner.ready
files = [os.readlink(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd") if number not in "012"
         and os.path.exists(f"/proc/self/fd/{number}")]
print([file for file in files if file.endswith((".ttf", ".otf", ".afm"))])
"""


def test_no_font_of_the_warm_server_stays_open() -> None:
    looked = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert looked.stdout.strip() == "[]"
