"""What a form on paper cannot carry: it is read and ticked by people, and a program looks only at the copy."""

from collections.abc import Mapping
from types import MappingProxyType

from instruments.definition import Instrument, for_observer
from instruments.exchange.differences import as_read, losses_between
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.remainder import branch, entries_of
from instruments.writing import written

_PRINTED = frozenset(
    {
        "id", "version", "title", "introduction", "attribution", "source", "owner", "licence", "based_on",
        "permission_reference", "scales", "sections", "items", "text", "guidance", "evidence_note", "show_if", "scale",
        "options", "points", "code", "non_scoring", "behaviours", "label", "anchor", "kind", "type",
    }
)  # fmt: skip
_SCORED_LATER = Loss("", "Nothing is scored on paper: the server works the score out when the form is copied.")
_KEYS = Loss("", "Answers stand under the key that is typed when the form is copied, not under their code.")
_MAY_BE_EMPTY = Loss("", "Anything may be left empty on paper: what is needed is asked for when the form is copied.")
# Said once for the whole form, so not again at each entry.
_SAID_ONCE = dict.fromkeys(
    ("scoring", "domain_scoring", "standard", "published_range", "score", "reason", "required", "languages"), ""
)
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        **_SAID_ONCE,
        "show_if as written": "When to skip it stands in words: paper hides nothing.",
        "minimum": "Its limits are not printed: they are looked at when the form is copied.",
        "maximum": "Its limits are not printed: they are looked at when the form is copied.",
    }
)


def lost_on_paper(instrument: Instrument, wording: str, language: str) -> LossReport:
    """What the form for one observer type in one language leaves out, or holds nobody to."""
    whole = written(instrument)
    printed = branch(as_read(whole, language, _PRINTED))
    for entry, shown in zip(instrument.entries, entries_of(printed), strict=True):
        words = for_observer(entry.text, wording)
        reader = next(code for code, each in entry.text.items() if each == words)
        shown["text"] = {reader: {"en": words.get(language) or words["en"]}}
        if entry.show_if is not None:
            shown["show_if"] = "in words"
    losses = losses_between(whole, printed, _INSTEAD, "Paper does not show")
    return LossReport((_SCORED_LATER, _KEYS, _MAY_BE_EMPTY, *losses))
