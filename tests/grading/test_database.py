"""Learners are enrolled before a run, and an error of the database is told in one line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError
from traitlets.config import Config

from autograder.errors import Exit, Refused
from autograder.grading.database import copy_all, enrol, in_words, is_unreachable
from autograder.grading.written import READ

NOBODY = "postgresql+psycopg://ada:secret@127.0.0.1:1/grades"  # nothing listens there


def run(folder: Path, url: str, *, create: bool = True, excluded: str = "") -> None:
    """Enrol as a run of `nbgrader autograde u` does, in which some have handed in."""
    for learner in ("ada", "ben", "cy", os.fsdecode(b"caf\xe9")):  # a name that is no text
        (folder / "submitted" / learner / "u").mkdir(parents=True, exist_ok=True)
        (folder / "submitted" / learner / "u" / "u.ipynb").touch()
    about = {"root": str(folder), "db_url": url, "assignment_id": "u", "student_id_exclude": excluded}
    config = Config({"CourseDirectory": about, "Autograde": {"create_student": create}})
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.init_notebooks()
    enrol(converter)


def students(gradebook: Gradebook) -> dict[str, str | None]:
    """Their names and first names."""
    gradebook.db.expire_all()
    return {student.id: student.first_name for student in gradebook.students}


def test_learners_of_a_run_are_enrolled_once_and_keep_what_is_known_of_them(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    gradebook.add_student("ben", first_name="Ben")
    url = gradebook.engine.url.render_as_string()
    for _ in range(2):
        run(tmp_path, url, excluded="cy,zed")
        assert students(gradebook) == {"ada": None, "ben": "Ben"}
    run(tmp_path, url)
    assert students(gradebook) == {"ada": None, "ben": "Ben", "cy": None}


def test_nobody_is_enrolled_where_the_course_says_so(gradebook: Gradebook, tmp_path: Path) -> None:
    run(tmp_path, gradebook.engine.url.render_as_string(), create=False)
    assert students(gradebook) == {}


def test_a_server_that_is_not_there_ends_the_command_before_the_first_submission(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        run(tmp_path, NOBODY)
    said = str(refused.value)
    assert said.startswith("autograder: the database that NBGRADER_DB_URL names: cannot be reached (")
    assert "see that the server runs" in said
    assert "secret" not in said
    assert "\n" not in said


def test_what_is_wrong_with_a_file_is_no_lost_connection(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").mkdir()
    with pytest.raises(OperationalError) as raised:
        Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    assert not is_unreachable(raised.value)
    told = in_words(raised.value)
    assert (told.code, "gradebook.db: cannot be used (unable to open" in str(told)) == (Exit.MACHINE, True)


def test_a_copy_remembers_to_which_text_a_grade_by_hand_was_given(
    gradebook: Gradebook, empty_gradebook: Path, tmp_path: Path
) -> None:
    row = {"grade": "one", "text": "its hash"}
    gradebook.db.execute(READ.insert().values(**row))
    gradebook.db.commit()
    target = f"sqlite:///{shutil.copy(empty_gradebook, tmp_path / 'copy.db')}"
    assert copy_all(gradebook.engine.url.render_as_string(), target)["autograder_read"] == 1
    with Gradebook(target) as copied:
        assert [dict(found) for found in copied.db.execute(READ.select()).mappings()] == [row]


def test_a_copy_that_cannot_be_made_raises_and_names_no_password(gradebook: Gradebook) -> None:
    with pytest.raises(OperationalError) as raised:
        copy_all(gradebook.engine.url.render_as_string(), NOBODY)
    assert "secret" not in str(in_words(raised.value))
