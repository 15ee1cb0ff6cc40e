"""What a patient reads before an observed clinic: a leaflet to take away and a poster for the wall.

English and Welsh. The Welsh was written by the makers of the program: have a native reader go over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.documents.paper import Paper
from reports.feedback.shape import Block, Bullets, Facts, Paragraph, Section

LANGUAGES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True, slots=True)
class Visit:
    """whose: the clinic or service; team: who runs the programme. contact: whom to ask, in words; may be empty."""

    whose: str
    team: str
    contact: str = ""


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "leaflet": "Somebody may sit in on your visit",
        "poster": "Observers are in clinic",
        "why": "Why",
        "why-1": "We want people and clinicians to decide together about treatment and care.",
        "why-2": "To see how well that works here, trained observers sit in on some visits. They watch the clinician,"
        " not you.",
        "who": "Who they are",
        "who-1": "A patient partner: somebody who lives with a long-term condition and is trained for this.",
        "who-2": "A peer clinician: a colleague from another clinic.",
        "who-3": "Both have promised to keep to themselves what they hear.",
        "written": "What is written down",
        "written-1": "How the clinician and you decided together, in marks and short notes.",
        "written-2": "No name, no birth date, no number: nothing that says who you are.",
        "choice": "It is your choice",
        "choice-1": "Somebody asks you before your visit. You can say no. You need not say why.",
        "choice-2": "You can change your mind at any time, also afterwards. Then all that was written about your visit"
        " is deleted.",
        "choice-3": "Your care is the same, whatever you say.",
        "room": "During the visit",
        "room-1": "Observers do not talk or take part. They leave the room when you are examined, or when you ask.",
        "ask": "To ask, or to change your mind",
        "ask-none": "Tell anybody at the desk.",
        "ask-some": "Tell anybody at the desk, or: {contact}",
        "poster-1": "Somebody trained may ask to sit in on your visit. They watch how clinicians and patients decide"
        " together.",
        "poster-2": "You can say no. Your care stays the same.",
        "poster-3": "Your name is never written down.",
        "poster-4": "Ask at the desk.",
    },
    "cy": {
        "leaflet": "Efallai y bydd rhywun yn bresennol yn eich apwyntiad",
        "poster": "Mae arsylwyr yn y clinig",
        "why": "Pam",
        "why-1": "Rydym am i bobl a chlinigwyr benderfynu gyda’i gilydd am driniaeth a gofal.",
        "why-2": "I weld pa mor dda y mae hynny’n gweithio yma, mae arsylwyr hyfforddedig yn bresennol mewn rhai"
        " apwyntiadau. Maen nhw’n gwylio’r clinigydd, nid chi.",
        "who": "Pwy ydyn nhw",
        "who-1": "Partner claf: rhywun sy’n byw gyda chyflwr hirdymor ac sydd wedi’i hyfforddi ar gyfer hyn.",
        "who-2": "Clinigydd cymheiriol: cydweithiwr o glinig arall.",
        "who-3": "Mae’r ddau wedi addo cadw’r hyn a glywant iddyn nhw eu hunain.",
        "written": "Beth sy’n cael ei ysgrifennu",
        "written-1": "Sut y gwnaeth y clinigydd a chi benderfynu gyda’ch gilydd, mewn marciau a nodiadau byr.",
        "written-2": "Dim enw, dim dyddiad geni, dim rhif: dim byd sy’n dweud pwy ydych chi.",
        "choice": "Eich dewis chi yw hyn",
        "choice-1": "Bydd rhywun yn gofyn i chi cyn eich apwyntiad. Gallwch ddweud na. Does dim rhaid dweud pam.",
        "choice-2": "Gallwch newid eich meddwl unrhyw bryd, hefyd wedyn. Yna caiff popeth a ysgrifennwyd am eich"
        " apwyntiad ei ddileu.",
        "choice-3": "Mae eich gofal yr un fath, beth bynnag a ddywedwch.",
        "room": "Yn ystod yr apwyntiad",
        "room-1": "Nid yw arsylwyr yn siarad nac yn cymryd rhan. Maen nhw’n gadael yr ystafell pan gewch eich"
        " archwilio, neu pan ofynnwch.",
        "ask": "I ofyn, neu i newid eich meddwl",
        "ask-none": "Dywedwch wrth unrhyw un wrth y ddesg.",
        "ask-some": "Dywedwch wrth unrhyw un wrth y ddesg, neu: {contact}",
        "poster-1": "Efallai y bydd rhywun hyfforddedig yn gofyn am fod yn bresennol yn eich apwyntiad. Maen nhw’n"
        " gwylio sut mae clinigwyr a chleifion yn penderfynu gyda’i gilydd.",
        "poster-2": "Gallwch ddweud na. Mae eich gofal yn aros yr un fath.",
        "poster-3": "Nid yw eich enw byth yn cael ei ysgrifennu.",
        "poster-4": "Gofynnwch wrth y ddesg.",
    },
}


def leaflet(visit: Visit, language: str, day: date) -> Paper:
    """One page to take away. Raises KeyError for a language not in `LANGUAGES`."""
    say = _WORDS[language]
    ask = say["ask-some"].format(contact=visit.contact) if visit.contact else say["ask-none"]
    return Paper(
        title=say["leaflet"],
        subtitle=visit.whose,
        language=language,
        day=day,
        foot=visit.team,
        facts=Facts(()),
        sections=(
            Section("why", say["why"], (Paragraph(say["why-1"]), Paragraph(say["why-2"]))),
            Section("who", say["who"], (Bullets((say["who-1"], say["who-2"])), Paragraph(say["who-3"]))),
            Section("written", say["written"], (Bullets((say["written-1"], say["written-2"])),)),
            Section("choice", say["choice"], (Bullets((say["choice-1"], say["choice-2"], say["choice-3"])),)),
            Section("room", say["room"], (Paragraph(say["room-1"]),)),
            Section("ask", say["ask"], (Paragraph(ask),)),
        ),
    )


def poster(visit: Visit, language: str, day: date) -> Paper:
    """One page for a waiting room, to be set large. Raises KeyError for a language not in `LANGUAGES`."""
    say = _WORDS[language]
    blocks: tuple[Block, ...] = tuple(Paragraph(say[f"poster-{at}"]) for at in (1, 2, 3, 4))
    contact = (Paragraph(visit.contact),) if visit.contact else ()
    return Paper(
        title=say["poster"],
        subtitle=visit.whose,
        language=language,
        day=day,
        foot=visit.team,
        facts=Facts(()),
        sections=(Section("poster", say["why"], blocks[:1]), Section("choice", say["choice"], (*blocks[1:], *contact))),
    )
