"""An embedded TrueType font read by itself: how wide it says its glyphs are, and which have an outline."""

from dataclasses import dataclass
from struct import unpack_from


@dataclass(frozen=True, slots=True)
class FontProgram:
    """widths: of every glyph, in thousandths of an em. outlined: the glyphs that leave ink."""

    widths: tuple[float, ...]
    outlined: frozenset[int]


def font_program(program: bytes) -> FontProgram:
    """Read the tables `head`, `hhea`, `hmtx`, `maxp` and `loca` (OpenType 1.9)."""
    tables = _tables(program)
    em = unpack_from(">H", program, tables["head"] + 18)[0]
    long_offsets = unpack_from(">h", program, tables["head"] + 50)[0]
    metrics = unpack_from(">H", program, tables["hhea"] + 34)[0]
    glyphs = unpack_from(">H", program, tables["maxp"] + 4)[0]
    advances = [unpack_from(">H", program, tables["hmtx"] + 4 * at)[0] for at in range(metrics)]
    advances += advances[-1:] * (glyphs - metrics)
    kind, factor = (">%dI", 1) if long_offsets else (">%dH", 2)
    places = [factor * place for place in unpack_from(kind % (glyphs + 1), program, tables["loca"])]
    return FontProgram(
        tuple(each * 1000 / em for each in advances),
        frozenset(at for at in range(glyphs) if places[at + 1] > places[at]),
    )


def _tables(program: bytes) -> dict[str, int]:
    count = unpack_from(">H", program, 4)[0]
    entries = (unpack_from(">4sIII", program, 12 + 16 * at) for at in range(count))
    return {tag.decode("ascii"): start for tag, _, start, _ in entries}
