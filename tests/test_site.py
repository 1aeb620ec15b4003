"""The site has a page for each notebook and guide, needs nothing from another host, and its links lead somewhere."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from autograder.course.layout import Course
from autograder.notebooks import read_notebook
from tests.conftest import ROOT, every_unit

pytestmark = pytest.mark.slow

LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "embed": "src",
    "object": "data",
}
CODE = ("pre", "code", "annotation")
NAMED = ("canonical", "next", "prev", "search", "index", "author")  # links in a head by which nothing is loaded


@cache
def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 30
    return found


def both(course: Course, unit: str) -> list[Path]:
    return [course.lesson(unit), course.release(unit)]


def page_of(site: Path, path: Path) -> Path:
    return site / path.relative_to(ROOT).with_suffix(".html")


def test_each_guide_and_table_has_a_page_in_the_navigation(site: Path) -> None:
    guides = [*ROOT.glob("docs/*.md"), ROOT / "CONTRIBUTING.md"]
    front = page(site / "docs" / "index.html")
    shown = {(site / "docs" / str(link["href"])).resolve() for link in front.select(".bd-sidebar-primary a[href]")}
    for guide in guides:
        assert page_of(site, guide).exists(), guide
        assert guide.name == "index.md" or page_of(site, guide) in shown, guide


@every_unit
def test_a_lesson_and_a_problem_set_can_be_opened_on_colab_and_downloaded(
    site: Path, course: Course, unit: str
) -> None:
    for path in both(course, unit):
        made, name = page(page_of(site, path)), path.relative_to(ROOT)
        colab = f"https://colab.research.google.com/github/{course.repository}/blob/main/{name}"
        assert len(made.select(f'a[href="{colab}"]')) == 2  # one in the bar, one below the title
        assert "Open in Colab" in made.select_one("article a.colab").get_text()  # type: ignore[union-attr]
        assert (site / "_sources" / name).read_bytes() == path.read_bytes()


@every_unit
def test_cells_are_collapsed_as_in_jupyterlab_and_each_has_its_anchor(site: Path, course: Course, unit: str) -> None:
    for path in both(course, unit):
        cells, made = read_notebook(path).cells, page(page_of(site, path))
        hidden = [cell for cell in cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
        titles = [cell.source.partition("\n")[0].removeprefix("# @title ") for cell in hidden]
        shown = [one.get_text().strip() for one in made.select("article details.hide > summary > .collapsed")]
        assert [title for title in shown if title != "Style of the figures"] == titles
        assert shown[1] == "Style of the figures"
        assert [str(one["id"]) for one in made.select('article [id^="cell-"]')] == [f"cell-{cell.id}" for cell in cells]


@every_unit
def test_the_stored_outputs_are_there_with_their_words(site: Path, course: Course, unit: str) -> None:
    cells, made = read_notebook(course.lesson(unit)).cells, page(page_of(site, course.lesson(unit)))
    outputs = [(cell, output) for cell in cells for output in cell.get("outputs", [])]
    pictures = [
        (cell, one) for cell, one in outputs if {"image/png", "image/svg+xml", "text/html"} & set(one.get("data", {}))
    ]
    shown = made.select("article .cell_output img")
    assert len(shown) == len(pictures) > 0
    for (cell, output), picture in zip(pictures, shown, strict=True):
        assert picture["alt"] == cell.metadata.alt or "text/html" in output.data
        assert picture["alt"]
        assert (
            str(picture["src"]).startswith("data:image/gif")
            or (page_of(site, course.lesson(unit)).parent / str(picture["src"])).exists()
        )
    printed = ["".join(one.text) for _, one in outputs if one.output_type == "stream"]
    text = made.get_text()
    assert printed
    assert all(line in text for one in printed for line in one.splitlines())


def test_formulas_are_mathml_with_a_font_of_the_site(site: Path, course: Course) -> None:
    made = page(page_of(site, course.lesson("04_accumulation")))
    assert len(made.select(".formula > math[display=block]")) >= 3
    [held] = [one for one in made.select(".held") if "𝑥=2," in one.get_text() or "x=2," in one.get_text()]
    assert held.math is not None
    for path in pages(site):
        said = [text for article in page(path).select("article") for text in article.find_all(string=True)]
        assert not [text for text in said if not text.find_parent(CODE) and re.search(r"\\\w+\{|\$[^$\n]+\$", text)], (
            path
        )
    assert (site / "_static" / "formulas.woff").read_bytes()[:4] == b"wOFF"
    assert 'url("formulas.woff")' in (site / "_static" / "course.css").read_text(encoding="utf-8")


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    for path in pages(site):
        tags = page(path).find_all(True)
        loaded = [str(tag[LOADED[tag.name]]) for tag in tags if tag.name in LOADED and tag.has_attr(LOADED[tag.name])]
        loaded += [str(tag["href"]) for tag in tags if tag.name == "link" and not set(tag["rel"]) & set(NAMED)]
        assert [url for url in loaded if urlsplit(url).netloc] == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_each_link_within_the_site_leads_to_a_page_and_to_a_place_on_it(site: Path) -> None:
    places = {path: {str(tag["id"]) for tag in page(path).find_all(id=True)} for path in pages(site)}
    followed = 0
    for path in pages(site):
        for link in page(path).select("a[href]"):
            url = urlsplit(str(link["href"]))
            if url.scheme:
                assert url.scheme in ("https", "mailto"), f"{path}: {link}"
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            assert target.exists(), f"{path}: {link}"
            if url.fragment and target.suffix == ".html":
                assert unquote(url.fragment) in places[target], f"{path}: {link}"
            followed += 1
    assert followed > 1000


def test_a_link_to_a_file_of_the_repository_leads_to_github(site: Path, course: Course) -> None:
    links = {str(link["href"]) for link in page(site / "docs" / "index.html").select("article a[href]")}
    assert f"https://github.com/{course.repository}/blob/main/LICENSE" in links
    assert not (site / "_downloads").exists()


def test_the_search_index_knows_words_of_lessons_and_guides(site: Path) -> None:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    for word, name in (("accumulategrad", "notebooks/04_accumulation"), ("brightspac", "docs/instructors")):
        found = index["terms"][word]
        assert index["docnames"].index(name) in ([found] if isinstance(found, int) else found)


def test_nothing_of_the_authored_notebooks_is_on_the_site(site: Path, course: Course) -> None:
    assert not [path for path in site.rglob("*") if "source" in path.relative_to(site).parts]
    for unit in course.units:
        assert "HIDDEN TESTS" not in page(page_of(site, course.release(unit))).get_text()


def test_the_address_of_the_site_leads_to_its_front_page(site: Path) -> None:
    refresh = page(site / "index.html").select_one("meta[http-equiv=refresh]")
    assert refresh is not None
    assert refresh["content"] == "0; url=docs/index.html"
