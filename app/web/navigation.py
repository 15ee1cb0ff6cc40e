"""Where a person can go: the rooms their roles open, and which is home."""

from dataclasses import dataclass

from flask import Flask, request

from app.rules import Actor
from app.web.languages import _
from app.web.signed_in import signed_in
from app.web.template_names import name_in_templates


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Room:
    """An activity: its name, its address and who works there."""

    label: str
    address: str


def rooms_of(who: Actor) -> tuple[Room, ...]:
    """The rooms a person's roles open, most used first."""
    rooms: list[Room] = []
    if who.is_observer:
        rooms.append(Room(_("Observe"), "/observe/"))
    if who.is_lead:
        rooms.append(Room(_("Organise"), "/organise/"))
        rooms.append(Room(_("Compare"), "/compare/"))
    if who.reads_drafts:
        rooms.append(Room(_("Instruments"), "/studio/"))
    if who.is_observer or who.is_lead:
        rooms.append(Room(_("Co-design"), "/codesign/"))
    if who.is_lead or who.is_facilitator:
        rooms.append(Room(_("Reports"), "/review/release/"))
    if who.is_clinician:
        rooms.append(Room(_("My feedback"), "/review/"))
    if who.is_safety_contact:
        rooms.append(Room(_("Safety"), "/safety/"))
    return tuple(rooms)


def home_of(who: Actor) -> str:
    """Where to land after signing in."""
    rooms = rooms_of(who)
    return rooms[0].address if rooms else "/account/"


def navigation() -> tuple[Place, ...]:
    """The entries for whoever is signed in; the longest address that fits the page is the current one."""
    who = signed_in()
    if who is None:
        return ()
    rooms = rooms_of(who)
    here = max((room.address for room in rooms if request.path.startswith(room.address)), key=len, default="")
    return tuple(Place(room.label, room.address, room.address == here) for room in rooms)


def add_navigation(app: Flask) -> None:
    name_in_templates(app, navigation=navigation, signed_in=signed_in)
