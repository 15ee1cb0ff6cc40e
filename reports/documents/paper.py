"""A paper: titled sections of the same blocks a report is made of. Web page and PDF lay out the same value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.feedback.shape import Facts, Section


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    title, subtitle   what it is, and of whom or what; the second may be empty
    day               the day it speaks of, never the time of printing
    foot              what stands at the foot of every page
    facts             pairs of a name and a value under the title; may be empty
    """

    title: str
    subtitle: str
    language: str
    day: date
    foot: str
    facts: Facts
    sections: tuple[Section, ...]
