"""Find what might tell who a patient is, in a comment, before it is shown to anyone.

A finder proposes and a person decides: it would rather ask once too often. What it looks for: dates, ages, NHS and
telephone numbers, post codes, e-mail addresses, titles followed by a name, and clock times.
"""

import re

# The capital letters of the Latin alphabets: a name may begin with any of them.
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"

FINDERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a number that could be an NHS or telephone number", re.compile(r"(?<![\d.])(?:\d[ -]?){9,12}(?![\d])")),
    (
        "a date",
        re.compile(
            r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?"
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
            re.IGNORECASE,
        ),
    ),
    ("a time of day", re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]m)?\b|\b\d{1,2} ?[ap]m\b", re.IGNORECASE)),
    ("an age", re.compile(r"\b\d{1,3}[- ]?(?:years?[- ]old|yo\b|y/o)|\baged \d{1,3}\b", re.IGNORECASE)),
    ("a post code", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("a name after a title", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Lady)\.? {CAPITAL}[\w'’-]+")),
    ("someone called by name", re.compile(rf"\b(?:called|named|name is|name was) {CAPITAL}[\w'’-]+")),
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """One sentence for each thing found, in the order of the list above; empty when there is nothing to ask about."""
    found: list[str] = []
    for what, pattern in FINDERS:
        match = pattern.search(text)
        if match:
            found.append(f"“{match.group().strip()}” looks like {what}.")
    return tuple(found)
