"""Look over a course as its author: what is wrong in which notebook, and how to mend it.

`autograder check-course` prints what is found; the tests of this repository look at the same.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from nbgrader.utils import is_grade, is_solution

from autograder.course.bank import read_unit
from autograder.course.kept import strangers
from autograder.course.layout import HEADING, Course, exercises
from autograder.course.pages import concepts
from autograder.course.rubric import Criterion, rubric
from autograder.errors import CourseError
from autograder.names import names
from autograder.notebooks import exercise_of, read_notebook

WIDTH = 88  # columns of code, and of what it prints
MESSAGE = 65  # characters of the first line of a check's message
PICTURE = 300_000  # bytes of a moving picture
FILE = 2_000_000  # bytes of a notebook
RIGHT, WRONG = 3, 6  # answers that the bank should have to an exercise
HIDDEN = "### BEGIN HIDDEN TESTS"
LINK = re.compile(r"\]\((?!\w+:|//|#|attachment:)([^)\s#]+)")


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a course: the place, what it is, and how to mend it."""

    where: str
    what: str
    remedy: str


Rule = Callable[[Path, NotebookNode], Iterator[tuple[str, str]]]  # yields the cell's id and what is wrong with it
RULES: dict[Rule, tuple[frozenset[str], str]] = {}  # kinds of notebooks, and the remedy


def rule(*kinds: str, remedy: str) -> Callable[[Rule], Rule]:
    """Make a function a rule for notebooks of these kinds: lesson or source."""

    def enter(function: Rule) -> Rule:
        RULES[function] = frozenset(kinds), remedy
        return function

    return enter


def look_over(course: Course, units: list[str]) -> Iterator[Finding]:
    """Yield all that is wrong with the units of a course."""
    for unit in units:
        notebooks = {"lesson": course.lesson(unit), "source": course.source(unit)}
        try:
            opened = {kind: read_notebook(path) for kind, path in notebooks.items()}
            yield from _of_unit(course, unit, opened["source"])
        except CourseError as error:
            where, _, rest = str(error).partition(": ")
            what, _, remedy = rest.partition(". Remedy: ")
            yield Finding(where, what, remedy)
            continue
        for kind, notebook in opened.items():
            for check, (kinds, remedy) in RULES.items():
                if kind in kinds:
                    for cell, what in check(notebooks[kind], notebook):
                        place = notebooks[kind].relative_to(course.root).as_posix()
                        yield Finding(f"{place}, {cell}" if cell else place, what, remedy)


def _of_unit(course: Course, unit: str, source: NotebookNode) -> Iterator[Finding]:
    """What belongs together: exercises, bank, contracts, concepts, release."""
    tasks, folder = exercises(source), course.root / "answers" / unit
    bank = read_unit(folder)
    for name, task in tasks.items():
        if counted := sum(task.by_hand.values()):
            yield from _read_by_hand(f"source/{unit}, {name}", counted, rubric(source, task))
        if not task.checks:
            continue
        answers, where = bank.get(name, []), f"answers/{unit}/{name}.py"
        right = sum(answer.right for answer in answers)
        if right < RIGHT or len(answers) - right < WRONG:
            what = f"{right} right and {len(answers) - right} wrong answers"
            yield Finding(where, what, f"write at least {RIGHT} right and {WRONG} wrong ones, see CONTRIBUTING")
        killed = {check for answer in answers for check in answer.fails}
        for check in sorted(set(task.checks) - killed):
            yield Finding(where, f"no wrong answer loses {check}", "write one, or drop the check")
        for check in sorted(killed - set(task.checks)):
            yield Finding(where, f"an answer loses {check}, which is no check of it", "correct its `fails`")
        for answer in sorted(name for name, times in Counter(answer.name for answer in answers).items() if times > 1):
            yield Finding(where, f"two answers are called {answer}", "give each a name of its own")
        if not (course.root / "contracts" / unit / f"{name}.py").exists():
            yield Finding(f"contracts/{unit}/{name}.py", "missing", "write the contract, see docs/contracts.md")
    for name in sorted(set(bank) - {name for name, task in tasks.items() if task.checks}):
        yield Finding(f"answers/{unit}/{name}.py", "no such exercise", "rename or remove the file")
    cells = {cell.id for cell in read_notebook(course.lesson(unit)).cells}
    for concept, places in concepts(course, unit).items():
        for lost in sorted(set(places["taught"]) - cells):
            what = f"{concept}: the lesson has no cell {lost}"
            yield Finding(f"docs/concepts/{unit}.yml", what, "name the cell that teaches it")
    if not course.release(unit).exists():
        yield Finding(f"release/{unit}", "missing", f"make release UNIT={unit}")
    else:
        released = read_notebook(course.release(unit))
        try:
            visible, _ = ClearHiddenTests().preprocess(deepcopy(source), {})
            visible, _ = ClearMarkScheme(enforce_metadata=False).preprocess(visible, {})
        except RuntimeError as error:  # a hidden part that does not end, or begins twice
            raise CourseError(str(error), where=f"source/{unit}", remedy="close what is hidden") from error
        told = [
            [(cell.id, cell.source) for cell in notebook.cells[1:] if not is_solution(cell)]
            for notebook in (visible, released)
        ]
        if told[0] != told[1]:  # the badge in the first cell apart
            yield Finding(f"release/{unit}", "older than source/", f"make release UNIT={unit}")
    for typed in strangers(course, unit):
        where = typed.relative_to(course.root).as_posix()
        yield Finding(where, "somebody has typed or put it there", f"make release UNIT={unit} keeps it in kept/")


def _read_by_hand(where: str, points: int, criteria: list[Criterion]) -> Iterator[Finding]:
    """What a person reads has a rubric, whose points are those of the cell."""
    remedy = "write `- 1 point: Question? What to expect.` between BEGIN MARK SCHEME and END MARK SCHEME in its task"
    if not criteria:
        yield Finding(where, "a person reads it, and there is no rubric", remedy)
    elif (told := sum(one.points for one in criteria)) != points:
        yield Finding(where, f"its rubric gives {told} points, its cells {points}", "make them agree")


@rule("lesson", "source", remedy="begin as the other notebooks do")
def begins_like_all(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Badge, title and number, what you can do afterwards, the time; then setup and style."""
    top = "\n".join(cell.source for cell in notebook.cells[:2])
    for pattern, what in (
        (rf"^# {int(path.stem[:2])} · \w+", "no title with the unit's number"),
        (r"you can", "it does not say what you can do afterwards"),
        (r"\*\*Time:\*\* about \d+ minutes", "it does not say how long it takes"),
        (r"colab\.research\.google\.com", "no badge to open it in Colab"),
    ):
        if not re.search(pattern, top, re.MULTILINE):
            yield "", what
    if [cell.id for cell in _code(notebook)][:2] != ["setup", "style"]:
        yield "", "the first code cells are not `setup` and `style`"


@rule("lesson", "source", remedy="collapse it: `# @title …`, jupyter.source_hidden and cellView, or none of the three")
def collapsed_cells_have_titles(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Collapsed in JupyterLab, and a form with the same title in Colab; checks and helpers always."""
    for cell in _code(notebook):
        titled = re.match(r"# @title \S", cell.source) is not None
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        if not titled == hidden == (cell.metadata.get("cellView") == "form"):
            yield cell.id, "collapsed in one place, and not in the other"
        if not titled and (cell.id == "setup" or cell.id.startswith("helper-") or is_grade(cell)):
            yield cell.id, "no title"
        elif is_grade(cell):
            title = f"# @title Check {int(path.stem[:2])}.{_numbered(cell.id)}"
            if cell.source.splitlines()[0] != title:
                yield cell.id, f"its title should be: {title}"


@rule("source", remedy="make the cell `progress` name the checks as they come")
def progress_names_all_checks(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A learner sees at the end what is solved: the exercises, a line each, with the names of their checks."""
    rows: dict[str, list[str]] = {}
    for cell in filter(is_grade, _code(notebook)):
        number, _, name = _numbered(cell.id).partition(": ")
        rows.setdefault(f"{int(path.stem[:2])}.{number}", []).append(name)
    lines = "\n".join(f"{number}: {', '.join(names)}" for number, names in rows.items())
    if f'show_progress("""\n{lines}\n""")' not in "\n".join(c.source for c in _code(notebook) if c.id == "progress"):
        yield "progress", f"its lines should be:\n{lines}"


@rule("lesson", "source", remedy="([on Colab](https://colab.research.google.com/github/…)) behind it")
def links_live_alone(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """On Colab, or fetched from an exchange, a notebook has no neighbours."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for found in re.finditer(r"\]\(((?:\.\./)+[^)#]*\.ipynb)\)(?! \(\[on Colab\])", cell.source):
                yield cell.id, f"the link to {found[1]} is dead where the notebook is alone"


def _numbered(name: str) -> str:
    """The number of a check's exercise, and what it checks in words: `ex3_curve-loss_first` gives `3: loss first`."""
    found = re.fullmatch(r"ex(\d+)_\w+-([\w-]+)", name)
    return f"{found[1]}: {re.sub('[-_]', ' ', found[2])}" if found else name


@rule("lesson", "source", remedy="choose words and names that a newcomer reads with pleasure")
def words(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Readable ids; nothing is called simple."""
    for cell in notebook.cells:
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", cell.id):
            yield cell.id, "the id is not readable"
        if cell.cell_type == "markdown" and (found := re.search(r"\b(simply|just)\b", cell.source, re.IGNORECASE)):
            yield cell.id, f"it says {found[1]!r}"


@rule("lesson", "source", remedy="break the line, or print less")
def widths(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Code and output fit a page."""
    for cell in _code(notebook):
        printed = [line for output in cell.outputs for line in output.get("text", "").splitlines()]
        for line in (*cell.source.splitlines(), *printed):
            if len(line) > WIDTH:
                yield cell.id, f"{len(line)} columns: {line[:40]}…"
        if "(no unit)" in cell.source:
            yield cell.id, "a label says (no unit)"


@rule("lesson", "source", remedy="one statement a line")
def statements(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """No golf."""
    for cell in _code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Tuple):
                yield cell.id, f"statements joined in a tuple in line {node.lineno}"


@rule("lesson", "source", remedy="name a file that is there, from the notebook's own folder")
def links(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Relative links are alive."""
    for cell in notebook.cells:
        for target in LINK.findall(cell.source) if cell.cell_type == "markdown" else []:
            folders = (path.parent, Path(str(path.parent).replace("/source/", "/release/")))
            if not any((folder / unquote(target)).exists() for folder in folders):
                yield cell.id, f"a link to nothing: {target}"


@rule("lesson", remedy="make lessons")
def has_outputs(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A lesson is stored as it was run, without an error."""
    for cell in _code(notebook):
        if not cell.execution_count:
            yield cell.id, "not run"
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield cell.id, "its output has an error or a warning"


@rule("lesson", remedy="see docs/grading.md and the other lessons")
def has_parts(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Predictions, and what comes at the end."""
    text = "\n".join(cell.source for cell in notebook.cells)
    for heading in ("## Recap", "## On your own", "## Further reading"):
        if heading not in text:
            yield "", f"no {heading}"
    if text.count("**Predict") < 4:
        yield "", "fewer than four predictions"


@rule("lesson", remedy="put one sentence in italics below the figure, and the same into the metadata `alt`")
def alt_texts(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Every figure has its sentence."""
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], NotebookNode(source="")], strict=True):
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if kinds & {"image/png", "image/svg+xml"}:
            sentence = re.match(r"\*([^*]+)\*", after.source)
            if not sentence or " ".join(sentence[1].split()) != cell.metadata.get("alt"):
                yield cell.id, "no sentence below the figure, or another one than its alt text"


@rule("lesson", remedy="fewer or smaller frames, an alt text, and a still")
def moving_pictures(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Small, with an alt text and a still."""
    for cell in _code(notebook):
        for output in cell.outputs:
            for picture in re.findall(r"<img [^>]*>", output.get("data", {}).get("text/html", "")):
                if len(picture) * 3 / 4 > PICTURE:
                    yield cell.id, f"a picture of {len(picture) * 3 // 4} bytes"
                if not re.search(r'alt="[^"]{20,}"', picture) or "image/png" not in output.data:
                    yield cell.id, "a moving picture without alt text or still"
    if path.stat().st_size > FILE:
        yield "", f"{path.stat().st_size} bytes"


@rule("source", remedy="make format; the heading of an exercise names its points")
def authored(path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """No outputs, the sum of the points at the top, no file that would be released by accident."""
    for cell in _code(notebook):
        if cell.outputs or cell.execution_count is not None:
            yield cell.id, "it has outputs"
    tasks = exercises(notebook)
    points = sum(task.points for task in tasks.values())
    if f"**Points:** {points}" not in "".join(cell.source for cell in notebook.cells[:2]):
        yield "", f"the top does not say **Points:** {points}"
    told = {heading["number"]: heading["points"] for heading in HEADING.finditer(_text(notebook))}
    for task in tasks.values():
        if told.get(task.number) != str(task.points):
            yield task.id, f"its checks give {task.points} points, its heading says {told.get(task.number)}"
    for file in sorted(path.parent.iterdir()):
        if file != path:
            yield "", f"{file.name} lies beside it, and would be released"


@rule("source", remedy='assert …, f"where: got …, expected …\\nhint: …"; then hidden tests that end in check(…)')
def visible_checks(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Plain asserts with a short message and a hint; hidden tests."""
    for cell in filter(is_grade, _code(notebook)):
        visible, hidden, _ = cell.source.partition(HIDDEN)
        if not hidden:
            yield cell.id, "no hidden tests"
        if "autograder" in visible:
            yield cell.id, "its visible part imports the autograder, which Colab does not have"
        asserts = [node for node in ast.walk(ast.parse(visible)) if isinstance(node, ast.Assert)]
        if not asserts:
            yield cell.id, "no visible check"
        for node in asserts:
            first, _, hint = _message(node.msg).partition("\n")
            if len(first) > MESSAGE or not hint.startswith("hint: "):
                yield cell.id, f"a message that is long or has no hint: {first[:MESSAGE]}"
        last = _last(ast.parse(cell.source))
        if not isinstance(last, ast.Assert) and not (isinstance(last, ast.Expr) and _calls_check(last)):
            yield cell.id, "it ends in neither an assert nor check(…)"


@rule("source", remedy="import or define it in the cell")
def checks_stand_alone(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """A check takes nothing from the notebook but answers and given code."""
    known = set(dir(builtins))
    for cell in _code(notebook):
        bound, used = names(cell.source)
        if is_grade(cell):
            for name in sorted(used - known):
                yield cell.id, f"it takes {name} from another cell"
        elif cell.metadata.get("nbgrader"):
            known |= bound


@rule("source", remedy="call it <exercise>-<what>")
def checks_have_exercises(_path: Path, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """The `grade_id` is the cell's id, and names the exercise; a written answer is the exercise."""
    for cell in filter(is_grade, notebook.cells):
        name = cell.metadata.nbgrader.grade_id
        if name != cell.id or (exercise_of(name) == name) != is_solution(cell):
            yield cell.id, f"its grade_id is {name}"


def _given(notebook: NotebookNode) -> list[tuple[str, str]]:
    """What a learner is given; the badge in the first cell apart."""
    return [(cell.id, cell.source) for cell in notebook.cells[1:] if not is_solution(cell)]


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _text(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def _message(node: ast.expr | None) -> str:
    """The text of a message; a formatted value counts as six characters."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "123.45" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _last(tree: ast.Module) -> ast.stmt:
    last = tree.body[-1]
    while isinstance(last, ast.For | ast.If | ast.With):
        last = last.body[-1]
    return last


def _calls_check(statement: ast.Expr) -> bool:
    return ast.unparse(statement).startswith("check(")  # it returns None
