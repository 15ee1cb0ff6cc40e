"""Losses that several formats share."""

from collections.abc import Iterator

from instruments.definition import Instrument, Item, for_observer, in_language
from instruments.exchange.loss import Loss

KEPT_HERE = "is kept in Levelfield only"


def scoring_losses(instrument: Instrument) -> Iterator[Loss]:
    """Scores are made here and nowhere else, so that every score names its rule and version."""
    if instrument.scoring.rule != "profile":
        yield Loss("scoring", f"The scoring rule ({instrument.scoring.rule}) {KEPT_HERE}.")
    if instrument.domain_scoring:
        yield Loss("domain_scoring", f"The rule for domains ({instrument.domain_scoring.rule}) {KEPT_HERE}.")
    if instrument.standard:
        yield Loss("standard", f"The minimum standard {KEPT_HERE}.")


def wording_losses(instrument: Instrument, observer_type: str) -> Iterator[Loss]:
    """One file speaks to one observer type."""
    left_out = {
        code
        for entry in instrument.entries
        for code, wording in entry.text.items()
        if wording is not for_observer(entry.text, observer_type)
    }
    if left_out:
        yield Loss("", f"The wording for {', '.join(sorted(left_out))} is not in this file.")


def language_losses(instrument: Instrument, language: str) -> Iterator[Loss]:
    """One file speaks one language, where the format has no place for others."""
    others = [code for code in instrument.languages if code != language]
    if others:
        yield Loss("", f"The wording in {', '.join(others)} is not in this file.")


def reason_losses(instrument: Instrument) -> Iterator[Loss]:
    """Elsewhere an answer without a score is an answer like any other."""
    for item in instrument.items:
        for option in item.scale.non_scoring:
            sentence = f'That "{option.code}" means {option.reason.replace("_", " ")} {KEPT_HERE}.'
            yield Loss(item.id, sentence)


def note_losses(instrument: Instrument) -> Iterator[Loss]:
    """A note that is needed only with some answers becomes a note that may be written with any."""
    for item in instrument.items:
        if item.evidence_note == "required_at_extremes":
            yield Loss(item.id, "The note can be written but is not asked for at the lowest and highest points.")


def actor_losses(instrument: Instrument) -> Iterator[Loss]:
    """Whom an item rates."""
    for item in instrument.items:
        if item.actors:
            yield Loss(item.id, f"That it rates {' and '.join(item.actors)} {KEPT_HERE}.")


def help_text(entry_guidance: str, item: Item | None, language: str) -> str:
    """Guidance, with the anchors of the points where the format has no place beside each point."""
    lines = [entry_guidance] if entry_guidance else []
    for point in item.scale.points if item else ():
        words = [in_language(wording, language) for wording in (point.anchor, point.example) if wording]
        if words:
            lines.append(f"{in_language(point.label, language)}: {' '.join(words)}")
    return "\n".join(lines)
