"""Five items with six choices each, as Levelfield, SurveyJS and Enketo each want to be told."""

from __future__ import annotations

import json
from html import escape

TITLE = "Five things"
ITEMS = {
    "asked": "Did the clinician ask what matters most to the person?",
    "choices": "Did the clinician say what the choices are?",
    "good_bad": "Did they talk about the good and the bad of each choice?",
    "clear": "Did the clinician check that everything was clear?",
    "next": "Did they say what happens next?",
}
CHOICES = {
    "0": "Missing",
    "1": "A start",
    "2": "Partly there",
    "3": "Mostly there",
    "4": "Fully there",
    "unseen": "Could not see or hear",
}


def definition() -> str:
    """A Levelfield definition; JSON is read as YAML is."""
    points = [{"code": code, "score": code, "label": {"en": CHOICES[code]}} for code in "01234"]
    unseen = {"code": "unseen", "reason": "not_observed", "label": {"en": CHOICES["unseen"]}}
    items = [
        {"id": code, "scale": "levels", "required": "true", "text": {"any": {"en": text}}}
        for code, text in ITEMS.items()
    ]
    whole = {
        "format": "observation-instrument/1",
        "id": "five",
        "version": "1",
        "status": "published",
        "title": {"en": TITLE},
        "attribution": {
            "source": "Written for this benchmark",
            "owner": "The Levelfield project",
            "licence": "CC0",
            "validation": "not validated",
        },
        "scales": {"levels": {"type": "ordinal", "points": points, "non_scoring": [unseen]}},
        "sections": [{"id": "talk", "title": {"en": "The talk"}, "items": items}],
        "scoring": {"rule": "mean_of_answered", "min_answered": "1", "non_scoring": {"not_observed": "exclude"}},
    }
    return json.dumps(whole)


def surveyjs_page() -> str:
    """A page on which SurveyJS draws the five items."""
    choices = [{"value": code, "text": label} for code, label in CHOICES.items()]
    questions = [
        {"type": "radiogroup", "name": code, "title": text, "isRequired": True, "choices": choices}
        for code, text in ITEMS.items()
    ]
    survey = json.dumps({"title": TITLE, "elements": questions})
    return _page("surveyjs", f"definition = {survey}", '<div id="survey"></div>')


def enketo_page() -> str:
    """A page that holds the five items as Enketo's transformer writes them, for its engine to bring to life."""
    values = "".join(f"<{code}/>" for code in ITEMS)
    model = f'<model><instance><data id="five">{values}<meta><instanceID/></meta></data></instance></model>'
    questions = "".join(_enketo_question(code, text) for code, text in ITEMS.items())
    form = (
        '<form autocomplete="off" novalidate="novalidate" class="or clearfix" dir="ltr" id="five">'
        f'<h3 dir="auto" id="form-title">{TITLE}</h3>{questions}</form>'
    )
    body = f'<div class="main"><article class="paper">{form}</article></div>'
    return _page("enketo", f"model = {json.dumps(model)}", body)


def _enketo_question(code: str, text: str) -> str:
    name = f"/data/{code}"
    options = "".join(
        f'<label><input type="radio" name="{name}" data-name="{name}" value="{value}" data-required="true()" '
        f'data-type-xml="string"/><span lang="" class="option-label active">{escape(label)}</span></label>'
        for value, label in CHOICES.items()
    )
    return (
        '<fieldset class="question simple-select"><fieldset><legend>'
        f'<span lang="" class="question-label active">{escape(text)}</span><span class="required">*</span></legend>'
        f'<div class="option-wrapper">{options}</div></fieldset></fieldset>'
    )


def _page(peer: str, told: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/{peer}.css"><script>globalThis.{told}</script>'
        f'<script type="module" src="/{peer}.js"></script></head><body>{body}</body></html>'
    )
