"""Try answers against the checks of a unit: `python -m tests.try_answers UNIT [EXERCISE] [--from FOLDER] [--all]`.

Without `--from` the bank is tried, and each answer whose lost checks are not those of its entry is shown. Answers in
another folder are files of the same form, where wrong ones need no `fails` and `says`: shown are wrong ones that lose
nothing (false accepts), and right ones that lose something (false rejects).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.course.bank import Answer
from autograder.course.layout import Course
from autograder.notebooks import read_notebook
from tests.trial import Verdict, run_all, trial

HEAD = re.compile(
    r'^# %%[ ]+(?P<kind>right|wrong): (?P<name>.*?)(?: fails="(?P<fails>[^"]*)" says="(?P<says>.*)")?\s*$', re.MULTILINE
)


def read(path: Path) -> Iterator[Answer]:
    """Read the answers of a file, with or without what they lose."""
    text = path.read_text(encoding="utf-8")
    heads = list(HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        source = text[head.end() : following.start() if following else len(text)].strip() + "\n"
        says = (head["says"] or "").replace('\\"', '"')
        yield Answer(
            path.stem, head["name"], head["kind"] == "right", source, tuple((head["fails"] or "").split()), says
        )


def main() -> None:
    """Print what is not as expected, and the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("unit")
    parser.add_argument("exercise", nargs="?", default="")
    parser.add_argument("--from", dest="folder", type=Path)
    parser.add_argument(
        "--update", action="store_true", help="write what wrong answers lose into the bank; read `says`"
    )
    parser.add_argument("--all", action="store_true", help="show every answer with its message")
    options = parser.parse_args()
    course = Course(Path.cwd())
    source = read_notebook(course.source(options.unit))
    folder = options.folder or course.root / "answers" / options.unit
    answers = [a for path in sorted(folder.glob("*.py")) if options.exercise in path.stem for a in read(path)]
    blind = options.folder is not None
    accepts = rejects = others = 0
    for verdict in run_all(
        [trial(source, Answer("", "the author's solution", True, "")), *(trial(source, a) for a in answers)],
        unit=options.unit,
    ):
        answer = verdict.answer
        accept, reject = not answer.right and not verdict.failed, answer.right and bool(verdict.failed)
        other = not blind and not verdict.as_expected and not accept and not reject
        accepts, rejects, others = accepts + accept, rejects + reject, others + other
        if other and options.update:
            update(folder / f"{answer.exercise}.py", verdict)
        if accept or reject or other or options.all:
            _show(verdict, "FALSE ACCEPT" if accept else "FALSE REJECT" if reject else "other" if other else "")
    print(
        f"\n{len(answers)} answers: {accepts} false accepts, {rejects} false rejects, {others} otherwise than its entry"
    )


def update(path: Path, verdict: Verdict) -> None:
    """Write the checks that an answer has lost into its entry, and a part of the first message where it is another."""
    answer = verdict.answer
    message = next(iter(verdict.failed.values()))
    lines = message.partition(": ")[2].split("\n")
    told = next((line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")), lines[0])
    says = answer.says if answer.says in message else told[:70].replace('"', "'")
    head = f'# %% wrong: {answer.name} fails="{" ".join(verdict.failed)}" says="{says}"'
    text = path.read_text(encoding="utf-8")
    old = next(h[0] for h in HEAD.finditer(text) if h["name"] == answer.name and h["kind"] == "wrong")
    path.write_text(text.replace(old, head, 1), encoding="utf-8")


def _show(verdict: Verdict, mark: str) -> None:
    answer = verdict.answer
    print(f"\n{mark} {answer.exercise} | {'right' if answer.right else 'wrong'}: {answer.name}")
    if answer.fails:
        print(f"  entry: {' '.join(answer.fails)} | {answer.says}")
    for check, message in verdict.failed.items():
        print(f"  {check}: " + message.replace("\n", "\n      "))


if __name__ == "__main__":
    main()
