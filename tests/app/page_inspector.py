"""A test client that reads every page and refuses what a person, a screen reader or a browser would stumble on."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = {"input", "select", "textarea"}
UNLABELLED_INPUTS = {"hidden", "submit", "button"}


class BadPageError(AssertionError):
    """A page breaks a rule of the house."""


class InspectingClient(FlaskClient):
    """Follows nothing, forgives nothing: every HTML answer is inspected, every writing GET is noticed elsewhere."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
            inspect(response.get_data(as_text=True))
        return response


def parse(html: str) -> ET.Element:
    """The page as a tree; raises when it is not well-formed HTML."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    tree = parser.parse(html)
    faults = [name for _, name, _ in parser.errors if name not in TOLERATED]
    if faults:
        raise BadPageError(f"Not well-formed HTML: {', '.join(faults)}")
    return tree


# html5lib does not know these modern or harmless things.
TOLERATED = {"unknown-doctype"}


def inspect(html: str) -> None:
    """Raise `BadPageError` with every rule the page breaks."""
    tree = parse(html)
    faults = [*headings(tree), *ids(tree), *inline(tree), *fields(tree), *forms(tree), *groups(tree), *tables(tree)]
    if faults:
        raise BadPageError("; ".join(faults))


def tags(tree: ET.Element, *names: str) -> Iterator[ET.Element]:
    for name in names:
        yield from tree.iter(HTML + name)


def text_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def headings(tree: ET.Element) -> Iterator[str]:
    first = [text_of(each) for each in tags(tree, "h1")]
    if len(first) != 1 or not first[0]:
        yield f"a page has one h1 with words, this has {first}"
    title = [text_of(each) for each in tags(tree, "title")]
    # An SVG's title is in another namespace, so this is the page's own.
    if len(title) != 1 or len(title[0]) < 5:
        yield f"the title is {title}"
    if tree.get("lang") is None:
        yield "the page does not say its language"


def ids(tree: ET.Element) -> Iterator[str]:
    counted = Counter(each.get("id") for each in tree.iter() if isinstance(each.tag, str) and each.get("id"))
    for name, count in counted.items():
        if count > 1:
            yield f"{count} elements are called #{name}"
    for each in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for name in (each.get(attribute) or "").split():
                if name not in counted:
                    yield f"{attribute} points at #{name}, which is not there"


def inline(tree: ET.Element) -> Iterator[str]:
    for each in tree.iter():
        if not isinstance(each.tag, str):
            continue
        if each.get("style") is not None:
            yield f"{each.tag.removeprefix(HTML)} has a style attribute, which the content policy blocks"
        if any(name.startswith("on") for name in each.keys()):  # noqa: SIM118 - an Element is not its attributes
            yield f"{each.tag.removeprefix(HTML)} has an inline handler"
    for script in tags(tree, "script"):
        if script.get("src") is None and script.get("type") not in ("application/json",):
            yield "a script stands in the page"
    if any(True for _ in tags(tree, "style")):
        yield "a style sheet stands in the page"


def fields(tree: ET.Element) -> Iterator[str]:
    labels = {label.get("for") for label in tags(tree, "label")}
    for field in tags(tree, *LABELLED):
        if field.get("type") in UNLABELLED_INPUTS:
            continue
        if field.get("id") not in labels and not field.get("aria-label") and not field.get("aria-labelledby"):
            yield f"the field {field.get('name')} has no label"
    for button in tags(tree, "button"):
        if not text_of(button) and not button.get("aria-label"):
            yield "a button says nothing"
    for link in tags(tree, "a"):
        if link.get("href") and not text_of(link) and not link.get("aria-label"):
            yield f"the link to {link.get('href')} says nothing"
    for image in tags(tree, "img"):
        if image.get("alt") is None:
            yield "an image has no alternative text"


def forms(tree: ET.Element) -> Iterator[str]:
    for form in tags(tree, "form"):
        if not form.get("action"):
            yield "a form does not say where it goes"
        names = {field.get("name") for field in tags(form, "input")}
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"the form to {form.get('action')} has no token"


def groups(tree: ET.Element) -> Iterator[str]:
    """A radio belongs to a fieldset with a legend: else a screen reader reads choices without their question."""
    named: set[ET.Element] = set()
    for fieldset in tags(tree, "fieldset"):
        legends = [text_of(legend) for legend in tags(fieldset, "legend")]
        if not legends or not legends[0]:
            yield "a fieldset has no legend"
        named.update(tags(fieldset, "input"))
    for radio in tags(tree, "input"):
        if radio.get("type") == "radio" and radio not in named:
            yield f"the choices {radio.get('name')} stand in no named group"


def tables(tree: ET.Element) -> Iterator[str]:
    for table in tags(tree, "table"):
        if not any(True for _ in tags(table, "th")):
            yield "a table has no header cells"
        if not any(True for _ in tags(table, "caption")) and not table.get("aria-label"):
            yield "a table has no caption"
