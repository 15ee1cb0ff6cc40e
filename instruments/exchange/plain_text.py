"""Texts of other programs as plain words: mark-up taken off, invisible characters out, kept within the limit."""

import re
from html.parser import HTMLParser

from instruments.fields import TEXT_LIMIT
from instruments.tree import tidied

_TAG = re.compile(
    r"</?[A-Za-z][^<>]{0,2000}>|<!--.{0,2000}?-->|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,30});", re.DOTALL
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNREAD = {"script", "style"}


class _Words(HTMLParser):
    """Collects what a person reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unread += tag in _UNREAD
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The words of a text, and a sentence for each thing that was taken off it."""
    told: list[str] = []
    if _TAG.search(text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
        text = "\n".join(line for line in lines if line)
        told.append("Formatting (HTML) was taken off its words.")
    if _UNSEEN.search(text.replace("\r\n", "\n").replace("\r", "\n")):
        told.append("Invisible control characters were taken out of its words.")
        text = _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = tidied(text) or ""
    if len(text) > TEXT_LIMIT:
        told.append(f"Its words were cut to {TEXT_LIMIT} characters.")
        text = text[: TEXT_LIMIT - 1].rstrip() + "…"
    return text, tuple(told)
