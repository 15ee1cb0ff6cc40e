"""Anchors and examples as one text, for formats that have no place beside the points."""

from instruments.definition import Item, Wording, in_language


def help_text(entry_guidance: str, item: Item | None, language: str) -> str:
    """Guidance, with the anchors of the points where the format has no place beside each point."""
    lines = [entry_guidance] if entry_guidance else []
    for point in item.scale.points if item else ():
        words = [in_language(wording, language) for wording in (point.anchor, point.example) if wording]
        if words:
            lines.append(f"{in_language(point.label, language)}: {' '.join(words)}")
    return "\n".join(lines)


def anchors_text(item: Item, languages: tuple[str, ...]) -> Wording | None:
    """The anchors and examples of an item's points as one text in each language; None where it has none."""
    texts = {language: help_text("", item, language) for language in languages}
    return texts if texts["en"] else None
