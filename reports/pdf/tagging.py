"""The structure tree: what every mark on the pages is, in reading order, for people who listen.

Source: ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF); ISO 14289-1 (PDF/UA-1).
"""

from typing import Literal

from reports.pdf.objects import ObjectFile, number, text_string

Role = Literal[
    "Document", "Sect", "H1", "H2", "H3", "P", "BlockQuote", "Figure", "Caption",
    "Table", "THead", "TBody", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody",
]  # fmt: skip


class Element:
    """A node. Its children are elements and marks on pages, in the order they were added."""

    __slots__ = (
        "actual_text", "alternative", "box", "children", "heads", "language", "number", "parent", "role",
        "rows", "title",
    )  # fmt: skip

    def __init__(self, role: Role, parent: "Element | None") -> None:
        self.role = role
        self.parent = parent
        self.children: list[Element | tuple[int, int]] = []
        self.alternative = ""
        self.actual_text = ""
        self.title = ""
        self.language = ""
        self.heads: Literal["", "Row", "Column"] = ""
        self.rows = 1
        self.box: tuple[float, float, float, float] | None = None
        self.number = 0
        if parent is not None:
            parent.children.append(self)

    def child(self, role: Role) -> "Element":
        return Element(role, self)


class StructureTree:
    """Grows while pages are drawn, is written at the end."""

    def __init__(self) -> None:
        self.root = Element("Document", None)
        self._marks: list[list[Element]] = []

    def page(self) -> None:
        """A new page begins."""
        self._marks.append([])

    def mark(self, element: Element) -> int:
        """The number of a new piece of marked content on the current page that belongs to `element`."""
        marks = self._marks[-1]
        marks.append(element)
        element.children.append((len(self._marks) - 1, len(marks) - 1))
        return len(marks) - 1

    def put(self, objects: ObjectFile, pages: list[int]) -> int:
        """Writes the tree; returns the number of its root. `pages` are the object numbers of the pages."""
        root = objects.reserve()
        elements = _numbered(self.root, objects)
        for element in elements:
            parent = element.parent.number if element.parent else root
            objects.put(_element(element, parent, pages), element.number)
        lists = b"".join(
            b"%d[%s]" % (page, b" ".join(b"%d 0 R" % element.number for element in marks))
            for page, marks in enumerate(self._marks)
        )
        parents = objects.put(b"<</Nums[%s]>>" % lists)
        body = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        return objects.put(body % (self.root.number, parents, len(self._marks)), root)


def _numbered(root: Element, objects: ObjectFile) -> list[Element]:
    """Elements in reading order, each with its number. One that holds nothing is left out."""
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        element.number = objects.reserve()
        found.append(element)
        waiting.extend(child for child in reversed(element.children) if isinstance(child, Element) and child.children)
    return found


def _element(element: Element, parent: int, pages: list[int]) -> bytes:
    marks = [child for child in element.children if not isinstance(child, Element)]
    home = marks[0][0] if marks else -1
    kids = b" ".join(_kid(child, home, pages) for child in element.children if _holds(child))
    parts = [b"<</Type/StructElem/S/%s/P %d 0 R/K[%s]" % (element.role.encode(), parent, kids)]
    if marks:
        parts.append(b"/Pg %d 0 R" % pages[home])
    if element.alternative:
        parts.append(b"/Alt" + text_string(element.alternative))
    if element.actual_text:
        parts.append(b"/ActualText" + text_string(element.actual_text))
    if element.title:
        parts.append(b"/T" + text_string(element.title))
    if element.language:
        parts.append(b"/Lang" + text_string(element.language))
    if cell := _cell(element):
        parts.append(b"/A<</O/Table%s>>" % cell)
    if element.role == "L":
        parts.append(b"/A<</O/List/ListNumbering/%s>>" % (b"Disc" if _marked(element) else b"None"))
    if element.box:
        corners = " ".join(number(edge) for edge in element.box).encode()
        parts.append(b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % corners)
    parts.append(b">>")
    return b"".join(parts)


def _cell(element: Element) -> bytes:
    """What a cell heads, and over how many rows it stands."""
    scope = b"/Scope/" + element.heads.encode() if element.heads else b""
    down = b"/RowSpan %d" % element.rows if element.rows > 1 else b""
    return scope + down


def _marked(listing: Element) -> bool:
    """Whether the entries of a list have marks before them."""
    entries = (each for each in listing.children if isinstance(each, Element))
    return any(isinstance(part, Element) and part.role == "Lbl" for entry in entries for part in entry.children)


def _holds(child: Element | tuple[int, int]) -> bool:
    return not isinstance(child, Element) or bool(child.children)


def _kid(child: Element | tuple[int, int], home: int, pages: list[int]) -> bytes:
    if isinstance(child, Element):
        return b"%d 0 R" % child.number
    page, mark = child
    if page == home:
        return b"%d" % mark
    return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[page], mark)
