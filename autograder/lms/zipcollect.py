"""Let `nbgrader zip_collect` take what platforms hand out: two plugins, named in `nbgrader_config.py`.

They decide as `make collect` does, and write the same list of what became of every file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from autograder.course.layout import Course
from autograder.errors import CourseError, Refused
from autograder.lms.collect import Plan, plan, remember, told
from autograder.lms.sheet import read_sheet

TIME = "%Y-%m-%dT%H-%M-%S"  # as the name of a folder


class ExtractPlatform(ExtractorPlugin):
    """Extract the submissions that count, as `<archive>/<learner>/<time, where known>/<unit>.ipynb`."""

    roster = Unicode(help="The table of the class that the platform hands out: real ids and names.").tag(config=True)
    platform = Unicode(help="Where the archive is from, if that is not recognised.").tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Extract each archive of a folder, or the whole folder where it has other files, too.

        Ends the command for an archive that is not to be trusted.
        """
        course, unit = Course(Path(self.parent.coursedir.root)), self.parent.coursedir.assignment_id
        found = sorted(path for path in Path(archive_path).iterdir() if not path.name.startswith("."))
        sources = found if found and all(path.suffix.lower() == ".zip" for path in found) else [Path(archive_path)]
        try:
            roster = read_sheet(Path(self.roster)).people() if self.roster else None
            plans = [plan(course, unit, source, self.platform, roster) for source in sources if found]
            for source, made in zip(sources, plans, strict=False):
                self._write(made, Path(extracted_path) / source.stem)
                remember(course, made, made.rows)
        except CourseError as error:
            raise Refused(error) from None

    def _write(self, made: Plan, folder: Path) -> None:
        for learner, one in made.taken.items():
            time = datetime.fromisoformat(one.when).strftime(TIME) if one.when else ""
            path = folder / learner / time / f"{made.unit}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(one.entry.read())
        for line in told(made, made.rows):
            self.log.info("%s", line)


class CollectPlatform(FileNameCollectorPlugin):
    """Read learner and time from the folders that `ExtractPlatform` makes."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return whose a file is, and when it was handed in; None for what lies there otherwise."""
        path = Path(submitted_file)
        try:
            time = datetime.strptime(path.parent.name, TIME).isoformat(" ")
        except ValueError:
            time = ""
        if path.suffix != ".ipynb":
            return None
        found = {"student_id": path.parents[1 if time else 0].name, "file_id": path.stem}
        return {**found, "timestamp": time} if time else found
