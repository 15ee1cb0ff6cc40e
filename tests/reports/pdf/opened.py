"""A PDF read back the way assistive technology reads it: along the structure tree."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from reports.pdf.page import HEIGHT

PAINTING = {"Tj", "TJ", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "'", '"'}


@dataclass
class Node:
    """One structure element with its own marked text and its children in order."""

    role: str
    alternative: str
    actual_text: str
    scope: str
    rows: int
    language: str
    parts: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Node"]:
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self, role: str) -> list["Node"]:
        found = [self] if self.role == role else []
        return found + [node for child in self.children for node in child.all(role)]

    def in_order(self) -> list["Node"]:
        return [self, *(node for child in self.children for node in child.in_order())]


class Opened:
    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.root: Any = self.pdf.Root
        self.marked: list[dict[int, str]] = []
        self.artifacts: list[str] = []
        self.unmarked: list[str] = []
        for page in self.pdf.pages:
            self.marked.append(self._read(page))
        self.tree = self._node(self.root.StructTreeRoot.K)

    def _read(self, page: Any) -> dict[int, str]:
        maps = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
        found: dict[int, str] = {}
        mark, font, inside, artifact = -1, "", False, ""
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                inside, mark = True, int(operands[1].get("/MCID", -1))
                artifact = ""
                found.setdefault(mark, "")
            elif name == "EMC":
                inside = False
                if mark == -1:
                    self.artifacts.append(artifact)
            elif name == "Tf":
                font = str(operands[0])
            elif name in PAINTING and not inside:
                self.unmarked.append(name)
            if name == "Tj":
                codes = bytes(operands[0])
                text = "".join(maps[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
                if mark == -1:
                    artifact += text
                else:
                    found[mark] += text
        return found

    def _node(self, element: Any) -> Node:
        attributes = element.get("/A", {})
        node = Node(
            str(element.S)[1:],
            str(element.get("/Alt", "")),
            str(element.get("/ActualText", "")),
            str(attributes.get("/Scope", "")),
            int(attributes.get("/RowSpan", 1)),
            str(element.get("/Lang", "")),
        )
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.parts.append(self.marked[self._index(element.Pg)][kid])
            elif kid.get("/Type") == "/MCR":
                node.parts.append(self.marked[self._index(kid.Pg)][int(kid.MCID)])
            else:
                assert kid.P.objgen == element.objgen
                node.parts.append(self._node(kid))
        return node

    def _index(self, page: Any) -> int:
        return next(at for at, each in enumerate(self.pdf.pages) if each.obj.objgen == page.objgen)


def ends_of(opened: "Opened", wanted: tuple[str, ...]) -> list[float]:
    """Where each of these pieces of text ends on the first page, in points from the left, in the order wanted."""
    page = opened.pdf.pages[0]
    maps = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
    found: dict[str, float] = {}
    font = ""
    placed = iter(texts(page))
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) == "Tj":
            codes = bytes(operands[0])
            x, _, width, _ = next(placed)
            text = "".join(maps[font][codes[at : at + 2]] for at in range(0, len(codes), 2)).strip()
            found.setdefault(text, round(x + width, 1))
    return [found[each] for each in wanted]


def _unicode(font: Any) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})><([0-9a-f]+)>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def texts(page: Any) -> list[tuple[float, float, float, str]]:
    """Every piece of text with where it begins, how far down and how wide it is."""
    widths = {str(name): _widths(font) for name, font in page.Resources.Font.items()}
    found: list[tuple[float, float, float, str]] = []
    font, size, x, y = "", 0.0, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BT":
            x = y = 0.0
        elif str(operator) == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif str(operator) == "Td":
            x, y = x + float(operands[0]), y + float(operands[1])
        elif str(operator) == "Tj":
            codes = bytes(operands[0])
            wide = sum(widths[font][int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
            found.append((x, HEIGHT - y, (wide - _last_space(codes, widths[font])) * size / 1000, codes.hex()))
    return found


def _widths(font: Any) -> dict[int, float]:
    first, several = int(font.DescendantFonts[0].W[0]), font.DescendantFonts[0].W[1]
    return {first + at: float(width) for at, width in enumerate(several)}


def _last_space(codes: bytes, widths: dict[int, float]) -> float:
    """A line may end in a space that is there for the ear."""
    last = widths.get(int.from_bytes(codes[-2:], "big"), 0.0)
    return last if 310 < last < 360 else 0.0
