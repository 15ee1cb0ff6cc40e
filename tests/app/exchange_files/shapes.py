"""An instrument in one line, for tests of what a foreign file became."""

from instruments.definition import Entry, Instrument, Item
from instruments.exchange.codebook import in_words


def shape(instrument: Instrument) -> str:
    """Sections with their entries: item(points/answers without score), question=kind, {when it is shown}."""
    return " ".join(
        f"{section.id}[{' '.join(_entry(entry) for entry in section.entries)}]" for section in instrument.sections
    )


def _entry(entry: Entry) -> str:
    when = f"{{{in_words(entry.show_if)}}}" if entry.show_if else ""
    if not isinstance(entry, Item):
        return f"{entry.id}={entry.kind}{when}"
    points = " ".join(point.code for point in entry.scale.points)
    gaps = " ".join(option.code for option in entry.scale.non_scoring)
    return f"{entry.id}({points}{'/' if gaps else ''}{gaps}){when}"
