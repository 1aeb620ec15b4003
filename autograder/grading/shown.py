"""The cells of a graded notebook as HTML, in which nothing is active and nothing asks for anything."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bleach import ALLOWED_TAGS, clean
from markupsafe import Markup
from nbconvert.filters import markdown2html
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.formulas import mathml
from autograder.grading.feedback import ANSI, TABLES
from autograder.grading.record import verdict
from autograder.grading.written import KEY, WAITS, is_own

CODE_OR_MATH = re.compile(r"(```.*?```|`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
TEXT = 20_000  # characters of one output
TAGS = frozenset({*ALLOWED_TAGS, *TABLES, "h1", "h2", "h3", "h4", "h5", "h6", "img"})
MATH = (
    *("math", "mrow", "mi", "mo", "mn", "mtext", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder"),
    *("mover", "munderover", "mtable", "mtr", "mtd", "mspace", "mstyle", "mphantom", "menclose", "mpadded"),
)
WITHOUT_SOURCE = re.compile(r"""<img(?![^>]*\ssrc=)(?:[^>]*\salt="([^"]*)")?[^>]*>""")


def _stays(tag: str, name: str, value: str) -> bool:
    """Whether an attribute stays: a picture may only be one that the page itself holds."""
    if tag == "img":
        return name == "alt" or (name == "src" and value.startswith("data:image/"))
    if (tag, name) == ("a", "href"):  # what lies beside the notebook does not lie beside the page
        return value.startswith(("https://", "http://", "mailto:", "#"))
    return (tag, name) in {("a", "title"), ("th", "align"), ("td", "align")}


@dataclass(frozen=True)
class Shown:
    """One cell of the notebook below the overview: `kind` is text, written, code, answer or check."""

    anchor: str
    kind: str
    body: Markup
    outputs: list[Markup]
    folded: str = ""
    state: str = ""
    score: str = ""
    comment: str = ""


def word_of_teacher(cell: NotebookNode) -> str:
    """What a person has said of an answer. What nbgrader says of a stub is none, and the page says it anyway."""
    comment = str(cell.metadata.get("nbgrader", {}).get("comment") or "")
    return "" if comment == "No response." else comment


def cells(notebook: NotebookNode) -> Iterator[Shown]:
    """Yield what the page shows of each cell, in order."""
    level = 2  # of the heading above

    def deeper(head: re.Match[str]) -> str:
        """Put a heading below those of the page, and no more than one level below the last."""
        nonlocal level
        if not head[1]:
            level = min(int(head[2]) + 1, level + 1, 6)
        return f"<{head[1]}h{level}"

    for number, cell in enumerate(notebook.cells):
        anchor = f"cell-{cell.get('id', number)}"
        about = cell.metadata.get("nbgrader", {})
        comment = word_of_teacher(cell)
        score = (
            f"{about.get('score') or 0:g} of {about.get('points') or 0:g}" if is_grade(cell) or is_task(cell) else ""
        )
        waits = "waiting" if cell.metadata.get(KEY, {}).get("by_hand") == WAITS else ""
        if cell.cell_type == "markdown":
            kind = "written" if is_own(cell) else "text"
            text = Markup(re.sub(r"<(/?)h([1-6])\b", deeper, _markdown(cell.source)))
            yield Shown(anchor, kind, text, [], state=waits, score=score, comment=comment)
        elif cell.cell_type == "code":
            graded = is_grade(cell) and not is_solution(cell)
            kind = "answer" if is_solution(cell) else "check" if graded else "code"
            title = re.match(r"# @title (.+)", cell.source)
            state = waits
            if graded:
                full = (about.get("score") or 0.0) >= (about.get("points") or 0.0)
                state = "ungraded" if verdict(cell) == "open" else "passed" if full else "failed"
            outputs = [shown for output in cell.get("outputs", []) if (shown := _output(output, cell.metadata))]
            folded = title[1] if title else "Check" if graded else ""
            body = re.sub(r"\A# @title .*\n", "", cell.source)
            shown_code = Markup(html.escape(body)) if folded else _code(body)  # colours are for what is in sight
            yield Shown(anchor, kind, shown_code, outputs, folded, state, score, comment)


def _markdown(text: str) -> Markup:
    """Markdown as HTML, with formulas as MathML, and nothing active in it."""
    formulas: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        formulas.append(_formula(found[2] or found[3], display=bool(found[2])))
        return f"FORMULA{len(formulas) - 1}END"

    made = markdown2html(CODE_OR_MATH.sub(put_away, text))
    made = re.sub(r'<a class="anchor-link".*?</a>', "", made)
    safe = _safe(made)
    return Markup(re.sub(r"FORMULA(\d+)END", lambda found: _taken(formulas, int(found[1])), safe))


def _safe(made: str) -> str:
    """HTML of which nothing is active; where a picture lies elsewhere, its words."""
    kept = clean(made, tags=TAGS, attributes=_stays, protocols={"http", "https", "data"}, strip=True)
    return WITHOUT_SOURCE.sub(lambda picture: picture[1] or "", kept)


def _taken(formulas: list[str], number: int) -> str:
    return formulas[number] if number < len(formulas) else ""


def _formula(latex: str, *, display: bool) -> str:
    """A formula as MathML; as it was written where it cannot be converted."""
    try:
        made = mathml(latex, display=display)
        return str(clean(made, tags=MATH, attributes=_of_formula, strip=True))  # a text in it may hold anything
    except Exception:  # a formula of a learner may be anything
        return f"<code>{html.escape(latex)}</code>"


def _of_formula(_tag: str, name: str, value: str) -> bool:
    """Whether an attribute of MathML stays: sizes, places and styles of letters."""
    return re.fullmatch(r"[\w#.%+-]*", value) is not None and name not in ("href", "style", "id", "class")


def _code(source: str) -> Markup:
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def _output(output: NotebookNode, about: NotebookNode) -> Markup | None:
    """One output; what is HTML in it was cleaned when it was graded."""
    if output.output_type == "stream":
        return _pre(str(output.text))
    if output.output_type == "error":
        return _pre("\n".join(ANSI.sub("", str(line)) for line in output.get("traceback", [])) or output.ename)
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            alt = html.escape(str(about.get("alt", "")) or "a figure that the cell has drawn")
            return Markup(f'<img alt="{alt}" src="data:{kind};base64,{data[kind]}">')
    if "text/html" in data:
        made = str(data["text/html"])
        made = re.sub(r'<img alt=""', '<img alt="a picture that the cell has drawn"', made)
        return Markup(_safe(made))
    return _pre(str(data["text/plain"])) if "text/plain" in data else None


def _pre(text: str) -> Markup:
    more = "\n[…]" if len(text) > TEXT else ""
    return Markup(f'<pre tabindex="0">{html.escape(text[:TEXT])}{more}</pre>')
