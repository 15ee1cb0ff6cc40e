"""The document around the pages: frame, running head and foot, language, metadata, bookmarks, output intent."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from PIL import ImageCms

from reports.figures.style import QUIET
from reports.pdf.fonts import Typeface, UsedFont, typefaces
from reports.pdf.furniture import furniture
from reports.pdf.objects import ObjectFile, number, text_string
from reports.pdf.page import HEIGHT, WIDTH, Letter, Page
from reports.pdf.printable import printable
from reports.pdf.tagging import StructureTree

LEFT, RIGHT = 56.7, WIDTH - 56.7
TOP, BOTTOM = 74.0, HEIGHT - 62.0
_SMALL = Letter(7.5, QUIET)
_RULE = "#b9c4cb"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself.

    day: when the report was prepared, never the time of printing. numbered: whether each page says which it is.
    """

    title: str
    subject: str
    language: str
    producer: str
    running_head: str
    running_title: str
    foot: str
    day: date
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class _Bookmark:
    title: str
    page: int
    y: float


class Document:
    """Pages in order, with one structure tree over all of them."""

    def __init__(self, about: About) -> None:
        regular, bold = typefaces()
        self.about = about
        self.tree = StructureTree()
        self._fonts = (UsedFont(regular, "F1"), UsedFont(bold, "F2"))
        self.pages: list[Page] = []
        self._bookmarks: list[_Bookmark] = []

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def typeface(self, *, bold: bool) -> Typeface:
        return self._fonts[bold].typeface

    def new_page(self) -> Page:
        self.pages.append(Page(self._fonts, self.tree))
        self.tree.page()
        return self.page

    def bookmark(self, title: str, y: float) -> None:
        """An outline entry that leads to height y of the current page."""
        self._bookmarks.append(_Bookmark(title, len(self.pages) - 1, y))

    def written(self) -> bytes:
        """The finished file."""
        self._frame()
        objects = ObjectFile()
        catalog, parent = objects.reserve(), objects.reserve()
        numbers = [objects.reserve() for _ in self.pages]
        # Every page names both fonts, so both are written even if one stayed unused.
        fonts = b"".join(b"/%s %d 0 R" % (font.name.encode(), font.put(objects)) for font in self._fonts if font.used)
        resources = objects.put(b"<</Font<<%s>>>>" % fonts)
        box = f"[0 0 {number(WIDTH)} {number(HEIGHT)}]".encode()
        for at, (page, own) in enumerate(zip(self.pages, numbers, strict=True)):
            content = objects.put_stream(b"", page.content)
            objects.put(
                b"<</Type/Page/Parent %d 0 R/MediaBox%s/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S>>"
                % (parent, box, resources, content, at),
                own,
            )
        kids = b" ".join(b"%d 0 R" % own for own in numbers)
        objects.put(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(numbers), kids), parent)
        tree = self.tree.put(objects, numbers)
        self._put_catalog(objects, catalog, parent, tree, numbers)
        return objects.written(catalog, self._put_info(objects))

    def _frame(self) -> None:
        """Running head and foot, drawn last because only now the number of pages is known."""
        total = len(self.pages)
        head = self._fitting(self.about.running_head, (RIGHT - LEFT) * 0.62)
        title = self._fitting(self.about.running_title, (RIGHT - LEFT) * 0.36)
        numbered = furniture(self.about.language).page if self.about.numbered else ""
        widest = self.typeface(bold=False).width(numbered.format(at=total, total=total), _SMALL.size)
        foot = self._fitting(self.about.foot, RIGHT - LEFT - widest - 2 * _SMALL.size)
        for at, page in enumerate(self.pages, start=1):
            if at > 1:
                with page.artifact("/Type/Pagination/Subtype/Header"):
                    page.text(LEFT, 42, head, _SMALL)
                    page.text(RIGHT, 42, title, _SMALL, "end")
                    page.line(LEFT, 50, RIGHT, 50, _RULE, 0.5)
            with page.artifact("/Type/Pagination/Subtype/Footer"):
                page.text(LEFT, HEIGHT - 34, foot, _SMALL)
                if numbered:
                    page.text(RIGHT, HEIGHT - 34, numbered.format(at=at, total=total), _SMALL, "end")

    def _fitting(self, text: str, width: float) -> str:
        face = self.typeface(bold=False)
        text = printable(text, face).replace("\n", " ")
        if face.width(text, _SMALL.size) <= width:
            return text
        while text and face.width(text + "…", _SMALL.size) > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def _put_catalog(self, objects: ObjectFile, catalog: int, pages: int, tree: int, numbers: list[int]) -> None:
        intent = objects.put(
            b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>"
            % objects.put_stream(b"/N 3", _srgb_profile())
        )
        metadata = objects.put_stream(b"/Type/Metadata/Subtype/XML", self._xmp(), packed=False)
        outline = self._put_outline(objects, numbers)
        objects.put(
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Lang%s"
            b"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R/OutputIntents[%d 0 R]%s>>"
            % (pages, tree, text_string(self.about.language), metadata, intent, outline),
            catalog,
        )

    def _put_outline(self, objects: ObjectFile, numbers: list[int]) -> bytes:
        if not self._bookmarks:
            return b""
        root = objects.reserve()
        own = [objects.reserve() for _ in self._bookmarks]
        for at, (mark, each) in enumerate(zip(self._bookmarks, own, strict=True)):
            beside = b"/Prev %d 0 R" % own[at - 1] if at else b""
            if at + 1 < len(own):
                beside += b"/Next %d 0 R" % own[at + 1]
            place = b"%d 0 R/XYZ 0 %s 0" % (numbers[mark.page], number(HEIGHT - mark.y).encode())
            body = b"<</Title%s/Parent %d 0 R%s/Dest[%s]>>"
            objects.put(body % (text_string(mark.title), root, beside, place), each)
        objects.put(b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (own[0], own[-1], len(own)), root)
        return b"/Outlines %d 0 R/PageMode/UseOutlines" % root

    def _put_info(self, objects: ObjectFile) -> int:
        about = self.about
        day = about.day.strftime("D:%Y%m%d000000Z").encode()
        return objects.put(
            b"<</Title%s/Subject%s/Producer%s/CreationDate(%s)/ModDate(%s)>>"
            % (text_string(about.title), text_string(about.subject), text_string(about.producer), day, day)
        )

    def _xmp(self) -> bytes:
        about = self.about
        day = f"{about.day.isoformat()}T00:00:00Z"
        title, subject = (escape(_writable(text)) for text in (about.title, about.subject))
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
            ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
            f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>"
            f"<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>"
            f"<pdf:Producer>{escape(about.producer)}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        ).encode()


def _writable(text: str) -> str:
    """Without the characters XML cannot hold: controls and halves of pairs."""
    return "".join(each for each in text if unicodedata.category(each) not in ("Cc", "Cs", "Cn"))


@lru_cache(maxsize=1)
def _srgb_profile() -> bytes:
    """The sRGB profile. Its date of making is blanked, or two processes would write different bytes."""
    made = ImageCms.createProfile("sRGB")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    profile = bytearray(ImageCms.ImageCmsProfile(made).tobytes())  # pyright: ignore[reportUnknownArgumentType]
    profile[24:36] = bytes(12)
    return bytes(profile)
