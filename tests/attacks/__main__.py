"""Write the page of the documentation: `python -m tests.attacks`."""

from pathlib import Path

from tests.attacks import page

Path(__file__).parents[2].joinpath("docs", "attacks.md").write_text(page(), encoding="utf-8")
