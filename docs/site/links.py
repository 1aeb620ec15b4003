"""A link to a file of the repository that is no page of the site leads to that file on GitHub."""

from __future__ import annotations

import posixpath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata


class RepositoryLinks(SphinxTransform):
    """Replace each download of a file by a link to it; runs before Sphinx collects downloads."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002
        """Change the links of one page."""
        options = self.config.html_theme_options
        for node in list(self.document.findall(addnodes.download_reference)):
            folder = posixpath.dirname(self.env.docname)
            path = posixpath.normpath(posixpath.join("/", folder, node["reftarget"])).lstrip("/")
            url = f"{options['repository_url']}/blob/{options['repository_branch']}/{path}"
            link = nodes.reference("", "", *node.children, internal=False, refuri=url)
            node.replace_self(link)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(RepositoryLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
