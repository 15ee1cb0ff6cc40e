"""The invented people and clinics of the demonstration. None of them is or was a real person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DOMAIN = "riverside.example"
TEAM = "Riverside MSK partnership"
PROGRAMME = "Deciding together"

ADMINISTRATOR = "Robin Castellan"
LEADS = ("Mirembe Okafor-Lund", "Tomas Verhalen")
FACILITATOR = "Sunniva Achterberg"

CLINICS = (
    ("QUAY", "Quayside Health Centre"),
    ("MILL", "Old Mill Surgery"),
    ("HILL", "Hilltop Community Hospital"),
    ("DOCK", "Dockyard Rehabilitation Centre"),
    ("GROVE", "Grove Lane Clinic"),
    ("FERRY", "Ferrybridge Walk-in Centre"),
)

PATIENT_PARTNERS = (
    "Amina Dellacourt",
    "Gwilym Prosserton",
    "Joyce Abernathie-Cole",
    "Harpreet Sandhulal",
    "Marek Zielonko",
    "Beatrix Thornquist",
    "Olumide Fashawe",
    "Carys Penhallan",
    "Desmond Quillfeather",
    "Nasrin Tahmoor",
    "Edwina Larkspire",
    "Raul Benavidas-Moon",
)

PEERS = (
    "Fergus Mactavon",
    "Priyanka Ramanesh",
    "Elodie Bramwitch",
    "Kwabena Asantewe",
    "Siobhan Derrymore",
    "Yusuf Karadenz",
    "Hanna Lindqvale",
    "Callum Featherby",
    "Mei-Ling Tsaowen",
    "Patrick Oshaughan",
    "Zeynep Altunbas",
    "Rosalind Harkaway",
    "Ivo Petrosyan-Hale",
    "Tamsin Wexcombe",
    "Bilal Chaudhrani",
)

CLINICIANS = (
    "Adaeze Nwokolin",
    "Benjamin Hartsfell",
    "Catrin Llewelling",
    "Dariusz Kowalenko",
    "Eleanor Pickersby",
    "Farid Mansourian",
    "Georgina Tidewell",
    "Hiroshi Nakadai",
    "Isla Strathmoor",
    "Jerome Baptistine",
    "Keziah Omondale",
    "Lorcan Fitzmorrow",
    "Maryam Sheikhani",
    "Niall Gallowen",
    "Oksana Hryhoren",
    "Petra Vanderlinde",
    "Quentin Ashgrove",
    "Rukhsana Mirzabeg",
    "Stefan Drachmann",
    "Thandiwe Mokoenya",
    "Una Corriganell",
    "Vikram Iyengaran",
    "Wanda Szymkowe",
    "Xavier Montclair-Reid",
    "Yetunde Balogunde",
    "Zachary Holmfirth",
    "Alys Treharnon",
    "Bashir Qasimov",
    "Clementine Dufresnay",
    "Davinder Gillhanda",
)

# What a team of this kind looks like: mostly physiotherapists, with doctors, podiatrists, nurses and others.
PROFESSIONS = (
    "physiotherapist",
    "physiotherapist",
    "doctor",
    "physiotherapist",
    "podiatrist",
    "physiotherapist",
    "nurse",
    "osteopath",
)


@dataclass(frozen=True, slots=True)
class Character:
    """One invented person."""

    name: str
    email: str


def characters(names: tuple[str, ...], number: int, what: str) -> tuple[Character, ...]:
    """The first ``number`` of a list; beyond its end, names are numbered: "Peer clinician 16"."""
    listed = names[:number]
    more = tuple(f"{what} {place + 1}" for place in range(len(listed), number))
    return tuple(Character(name, address(name)) for name in listed + more)


def clinic_names(number: int) -> tuple[tuple[str, str], ...]:
    """Code and name of each clinic."""
    more = tuple((f"C{place + 1}", f"Clinic {place + 1}") for place in range(len(CLINICS), number))
    return CLINICS[:number] + more


def address(name: str) -> str:
    """An address that can never receive mail: the domain is reserved for examples (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '.', plain).strip('.')}@{DOMAIN}"
