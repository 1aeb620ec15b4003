"""The site: the course's own notebooks and pages, as they are in the repository, built by `make docs`.

The source folder is the repository: links between its files, and their addresses on Colab, stay as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from autograder import __version__
from autograder.course.layout import Course

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))  # where the three extensions of this folder are

project = "Autograd course"
release = version = __version__
language = "en"

root_doc = "docs/index"
include_patterns = ["docs/*.md", "CONTRIBUTING.md", "notebooks/*.ipynb", "release/*/*.ipynb"]
exclude_patterns = ["**/.ipynb_checkpoints"]
extensions = ["myst_nb", "formulas", "notebooks", "links"]

nb_execution_mode = "off"  # outputs are those that the notebooks store
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # no notebook has widgets, and their scripts would come from elsewhere
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
myst_update_mathjax = False
html_math_renderer = "mathml"

html_theme = "sphinx_book_theme"
html_title = "Autograd course"
html_static_path = ["static"]
html_extra_path = ["root"]  # an index.html that leads to the front page
html_css_files = ["course.css"]
html_sourcelink_suffix = ""  # notebooks are there to be downloaded
html_show_sourcelink = False
html_use_index = False
html_show_copyright = False
html_show_sphinx = False
html_logo = html_favicon = "static/ghost.svg"
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {"text": project, "alt_text": ""},
    "navbar_persistent": [],  # the search is in the bar at the left
    "repository_url": f"https://github.com/{Course(ROOT).repository}",
    "repository_branch": "main",
    "path_to_docs": "",
    "use_repository_button": True,
    "use_source_button": True,
    "launch_buttons": {"colab_url": "https://colab.research.google.com"},
    "show_toc_level": 2,
    "footer_content_items": [],
}
linkcheck_anchors = False  # some are made by scripts
linkcheck_timeout = 20
linkcheck_retries = 3
