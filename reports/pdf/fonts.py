"""The two typefaces of the printed page, and the part of each that one document uses.

DejaVu Sans covers Latin (Welsh, Polish, Vietnamese and Hungarian names too), Greek, Cyrillic, Armenian, Georgian,
Hebrew and Arabic. ReportLab reads
the font files and cuts the subset; only glyphs that are used go into the document, as a font with two-byte codes.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase.ttfonts import TTFontFace

from reports.pdf.objects import ObjectFile

FONTS = Path(__file__).parent / "fonts"
REGULAR = "DejaVuSans.ttf"
BOLD = "DejaVuSans-Bold.ttf"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})

# Cutting a subset moves a read position inside the face, so two threads must not do it at once.
_cutting = Lock()


class FontsMissing(RuntimeError):
    """The set-up has not put the font files where they are looked for."""


class Typeface:
    """A font file that has been read: which characters it has, and how wide they are (thousandths of an em)."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FontsMissing(f"The font {path.name} is missing from {path.parent}: run the set-up again.")
        self.face = TTFontFace(str(path))
        self._advances = _Advances(self.face)
        self.characters = frozenset(map(chr, self.face.charToGlyph))
        self.plain = frozenset(filter(_plain, self.characters))

    def has(self, character: str) -> bool:
        return ord(character) in self.face.charToGlyph

    def width(self, text: str, size: float) -> float:
        """Width in points."""
        return sum(map(self._advances.__getitem__, text)) * size / 1000


def _plain(character: str) -> bool:
    """Whether the character can be set as it stands, whatever is beside it."""
    return character == " " or (
        unicodedata.category(character)[0] in "LNPS"
        and not unicodedata.combining(character)
        and unicodedata.bidirectional(character) not in RIGHT_TO_LEFT
        and unicodedata.is_normalized("NFC", character)
    )


class _Advances(dict[str, float]):
    def __init__(self, face: TTFontFace) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        width = float(self._face.charWidths.get(ord(character), self._face.defaultWidth))
        self[character] = width
        return width


@lru_cache(maxsize=4)
def typefaces(directory: Path = FONTS) -> tuple[Typeface, Typeface]:
    """Regular and bold. Raises FontsMissing."""
    return Typeface(directory / REGULAR), Typeface(directory / BOLD)


class UsedFont:
    """One document's use of a typeface: hands out codes as characters come, then writes the subset."""

    def __init__(self, typeface: Typeface, name: str) -> None:
        self.typeface = typeface
        self.name = name
        self._codes = _Codes(typeface.face)

    def encoded(self, text: str) -> str:
        """The text as hexadecimal two-byte codes."""
        return "".join(map(self._codes.__getitem__, text))

    @property
    def used(self) -> bool:
        return bool(self._codes.characters)

    def put(self, objects: ObjectFile) -> int:
        """Writes the font with its subset, widths and the way back to Unicode; returns its number."""
        face, characters = self.typeface.face, self._codes.characters
        with _cutting:
            file = objects.put_stream(b"", face.makeSubset([ord(each) for each in characters]))
        name = b"LVLFLD+" + face.name
        box = b" ".join(b"%d" % round(edge) for edge in face.bbox)
        descriptor = objects.put(
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%s]/ItalicAngle 0/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
            % (name, box, face.ascent, face.descent, face.capHeight, face.stemV, file)
        )
        widths = b" ".join(b"%d" % round(self.typeface.width(each, 1000)) for each in characters)
        descendant = objects.put(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/W[1[%s]]/CIDToGIDMap/Identity>>" % (name, descriptor, widths)
        )
        to_unicode = objects.put_stream(b"", _to_unicode(characters))
        return objects.put(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (name, descendant, to_unicode)
        )


class _Codes(dict[str, str]):
    """Character to its code in hexadecimal. Characters that share a glyph share a code, as the subset does."""

    def __init__(self, face: TTFontFace) -> None:
        super().__init__()
        self._glyphs = face.charToGlyph
        self._by_glyph: dict[int, str] = {}
        self.characters: list[str] = []

    def __missing__(self, character: str) -> str:
        glyph = self._glyphs.get(ord(character))
        if glyph is None:
            raise LookupError(f"{character!r} is not in the font: pass text through `printable` first.")
        code = self._by_glyph.get(glyph)
        if code is None:
            self.characters.append(character)
            code = self._by_glyph[glyph] = f"{len(self.characters):04x}"
        self[character] = code
        return code


def _as_typed(character: str) -> str:
    return unicodedata.normalize("NFKC", character) if "\ufb50" <= character <= "\ufefc" else character


def _to_unicode(characters: list[str]) -> bytes:
    """The map from codes back to characters (ISO 32000-1, 9.10.3; at most 100 pairs in a block).

    A joined form leads back to the letter that was typed.
    """
    pairs = [
        b"<%04x><%s>" % (code, _as_typed(each).encode("utf-16-be").hex().encode())
        for code, each in enumerate(characters, start=1)
    ]
    blocks = [
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block))
        for block in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    ]
    return (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        + b"\n".join(blocks)
        + b"\nendcmap CMapName currentdict/CMap defineresource pop end end\n"
    )
