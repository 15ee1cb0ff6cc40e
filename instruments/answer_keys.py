"""One key for each answer of an entry, printed on the paper form and typed when a form is copied: a digit or a letter.

Digits stay what they are, so that a 3 on paper is a 3 on the keyboard. Other answers get the first letter of theirs
that is still free.
"""

from string import ascii_lowercase

from instruments.definition import Entry, Item, Wording


def answer_keys(entry: Entry) -> dict[str, str]:
    """Key by code, for every answer the entry offers; no two answers share one."""
    answers = _answers(entry)
    keys = {code: code for code, _ in answers if len(code) == 1 and code.isdigit()}
    for code, label in answers:
        if code not in keys:
            keys[code] = _free(code, label, set(keys.values()))
    return keys


def _answers(entry: Entry) -> list[tuple[str, str]]:
    def told(code: str, label: Wording) -> tuple[str, str]:
        return code, label["en"]

    if isinstance(entry, Item):
        return [told(each.code, each.label) for each in (*entry.scale.points, *entry.scale.non_scoring)]
    return [told(each.code, each.label) for each in entry.options]


def _free(code: str, label: str, taken: set[str]) -> str:
    """A code of several digits is its own key; a word gets a letter, or itself when the alphabet is used up."""
    if code.isdigit():
        return code
    wanted = [letter for letter in f"{code}{label}".lower() if letter in ascii_lowercase]
    return next((letter for letter in (*wanted, *ascii_lowercase) if letter not in taken), code)
