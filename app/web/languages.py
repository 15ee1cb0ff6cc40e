"""The language of this request, and the sentences in it.

Python says ``_("Sentence with {name}.", name=...)`` when the request is there, and ``later("Sentence.")`` for what is
made before it, such as a form's labels. Templates say ``_()`` too; what they fill in is escaped.
"""

import json
from collections.abc import Mapping
from typing import cast

from babel.support import LazyProxy
from flask import Flask, current_app, g, has_request_context, request, session
from markupsafe import escape

from app.web.catalogues import ENGLISH, Catalogue, shipped_catalogues
from app.web.signed_in import signed_in
from app.web.template_names import name_in_templates

COOKIE = "levelfield_language"
CATALOGUES = "levelfield_catalogues"


def catalogues() -> dict[str, Catalogue]:
    """Every language of this site by its code, English first."""
    found: dict[str, Catalogue] = current_app.extensions[CATALOGUES]
    return found


def catalogue() -> Catalogue:
    """The language of this request: the person's own, else this browser's cookie, else what the browser asks for."""
    if not has_request_context():
        return shipped_catalogues()[ENGLISH]
    if "catalogue" not in g:
        g.catalogue = catalogues()[_wanted(catalogues())]
    found: Catalogue = g.catalogue
    return found


def _wanted(known: Mapping[str, Catalogue]) -> str:
    who = signed_in()
    for wish in (who.language if who else "", request.cookies.get(COOKIE, "")):
        if wish in known:
            return wish
    return request.accept_languages.best_match(list(known), ENGLISH) or ENGLISH


def language() -> str:
    """The code of this request's language, as in ``lang="cy"``."""
    return catalogue().code


def direction(code: str = "") -> str:
    """``ltr`` or ``rtl``, of this request's language or of another."""
    return (catalogues().get(code) or catalogue()).direction if code else catalogue().direction


def _(sentence: str, **values: object) -> str:
    """The sentence in this request's language, with its ``{names}`` filled in."""
    said = catalogue().say(sentence)
    return said.format(**values) if values else said


def later(sentence: str) -> str:
    """A sentence that is put into the request's language only when it is shown."""
    # It behaves as a text. Nothing is kept: the next request may ask in another language.
    return cast("str", LazyProxy(_, sentence, enable_cache=False))


# Words that come out of tables and are put into the page's language where they are shown.
WORDS_OF_TABLES = (
    later("morning"),
    later("afternoon"),
    later("Patient partner"),
    later("Peer clinician"),
    later("Observer"),
    later("Lead"),
    later("Facilitator"),
    later("Clinician"),
)


def _in_template(sentence: object, **values: object) -> str:
    said = catalogue().say(str(sentence))
    return escape(said).format(**values) if values else said


def script_sentences() -> str:
    """What the scripts of a page say, as JSON from English; nothing when the page is in English."""
    sentences = catalogue().script_sentences
    return json.dumps(dict(sentences), ensure_ascii=False) if sentences else ""


def other_languages() -> tuple[Catalogue, ...]:
    """What the switch offers."""
    return tuple(each for each in catalogues().values() if each.code != language())


def can_post() -> bool:
    """Whether this browser has a form token: a page for strangers must not make one, for it would write a session."""
    return signed_in() is not None or "csrf_token" in session


def this_page() -> str:
    """Where to come back to."""
    return request.path if request.method == "GET" else "/"


def add_languages(app: Flask) -> None:
    """Give templates ``_``, ``language``, ``direction`` and what the switch and the scripts need."""
    app.extensions[CATALOGUES] = dict(shipped_catalogues())
    name_in_templates(
        app,
        _=_in_template,
        language=language,
        direction=direction,
        other_languages=other_languages,
        script_sentences=script_sentences,
        can_post=can_post,
        this_page=this_page,
    )
