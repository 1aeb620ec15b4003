"""The tables of units, in the README and on the front page of the site, are made from the notebooks."""

from __future__ import annotations

import pytest

from autograder.course.layout import Course
from autograder.course.pages import site_table, units_table, write_index
from autograder.errors import CourseError

START, END = "<!-- units: made by `make release` -->", "<!-- end of units -->"


def test_the_table_has_a_row_with_title_motto_minutes_points_and_badges_for_each_unit(course: Course) -> None:
    rows = [line for line in units_table(course).splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(course.units)
    row = next(row for row in rows if "Descend by hand" in row)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "6 · Descend by hand"
    assert cells[1].startswith("Gradient descent with nothing but")
    assert cells[2:4] == ["110", "22"]
    assert "/blob/main/notebooks/06_descent.ipynb" in cells[4]
    assert "/blob/main/release/06_descent/06_descent.ipynb" in cells[5]


def test_the_front_page_of_the_site_has_the_same_table_with_links_to_its_pages(course: Course) -> None:
    table = site_table(course)
    [row] = [line for line in table.splitlines() if "Descend by hand" in line]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "[6 · Descend by hand](../notebooks/06_descent.ipynb)"
    assert cells[2:] == ["110", "22", "[exercises](../release/06_descent/06_descent.ipynb)"]
    page = (course.root / "docs" / "index.md").read_text(encoding="utf-8")
    assert f"{START}\n\n{table}\n\n{END}" in page, "run `make release`"


def test_writing_replaces_the_old_table_and_nothing_else(copied: Course) -> None:
    readme = copied.root / "README.md"
    readme.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    write_index(copied)
    assert readme.read_text() == f"before\n{START}\n\n{units_table(copied)}\n\n{END}\nafter\n"


def test_a_readme_without_the_place_is_refused(copied: Course) -> None:
    (copied.root / "README.md").write_text("nothing here")
    with pytest.raises(CourseError, match=r"README\.md: no place for the table of units"):
        write_index(copied)
