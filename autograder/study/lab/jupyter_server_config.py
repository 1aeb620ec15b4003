"""JupyterLab as `make learn` opens it: the start page, and of the course what learners need."""

from traitlets.config import get_config

c = get_config()

c.LabApp.default_url = "/lab/tree/work/start.ipynb"
# The file browser shows lessons and working copies; no solutions, no tests.
c.ContentsManager.hide_globs = [
    "__pycache__",
    "*.pyc",
    ".*",
    "answers",
    "autograded",
    "autograder",
    "bench",
    "build",
    "contracts",
    "docs",
    "feedback",
    "kept",
    "release",
    "scripts",
    "source",
    "submitted",
    "tests",
    "gradebook.db*",
    "*.egg-info",
    "*.py",
    "*.toml",
    "*.txt",
    "*.yml",
    "*.csv",
    "*.html",
    "Makefile",
    "LICENSE",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
]
