"""How to sign in as the demonstration's people, as a table to print."""

from __future__ import annotations

from collections.abc import Sequence

from app.demonstration.cast import Character
from app.demonstration.making import Made

Line = tuple[str, str, str]


def sign_in_table(made: Made, password: str) -> str:
    """Everybody with role, name, e-mail and password: first who has something to do today, then the rest."""
    everybody, todays = made.everybody, made.todays
    partner, peer = everybody.observers[todays.patient_partner], everybody.observers[todays.peer]
    first: list[Line] = [
        _line("patient partner", partner),
        _line("peer clinician", peer),
        *(_line("lead", lead) for lead in everybody.leads),
        _line("facilitator", everybody.facilitator),
        *(_line("clinician", one) for one in _clinicians_first(made)),
        _line("administrator", everybody.administrator),
    ]
    named = {line[2] for line in first}
    kinds = ["patient partner" if place < everybody.number_of_partners else "peer clinician" for place in _range(made)]
    rest = [
        *(_line(kind, one) for kind, one in zip(kinds, everybody.observers, strict=True)),
        *(_line("clinician", one) for one in everybody.clinicians),
    ]
    return "\n".join(
        [
            "",
            f"Slot 3 of today's session {todays.code} is waiting for the first two to score it.",
            "",
            *_columns([("ROLE", "NAME", "E-MAIL"), *first], "PASSWORD", password),
            "",
            "The others:",
            *_columns([line for line in rest if line[2] not in named], password, password),
            "",
        ]
    )


def _range(made: Made) -> range:
    return range(len(made.everybody.observers))


def _clinicians_first(made: Made) -> Sequence[Character]:
    clinicians = made.everybody.clinicians
    return [clinicians[place] for place in made.reported[:2]] or clinicians[:2]


def _line(role: str, character: Character) -> Line:
    return role, character.name, character.email


def _columns(lines: Sequence[Line], heading: str, password: str) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    passwords = [heading] + [password] * (len(lines) - 1)
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)) + f"  {last}"
        for line, last in zip(lines, passwords, strict=True)
    ]
