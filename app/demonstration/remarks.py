"""What observers in the demonstration write: varied plain sentences about what was seen, with nobody in them.

A small grammar: for each item of the default instrument some sentences for a low and for a high rating, with
gaps in braces that are filled from the lists at the end ("{Count}" begins a sentence). All of it is made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

PRAISE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "what_matters": (
            "Asked what a good day looks like, and {waited} for the answer.",
            "Came back to {activity} twice, so it was clear that it had been heard.",
            "Started with life at home before looking at {body}. The whole talk was different for it.",
            "Found out that {activity} matters more than the pain itself, and said it back.",
        ),
        "hopes_worries": (
            "Noticed the worry about {worry} and {waited}.",
            "“What is the worst of it for you?” was a really good question, and there was time to answer.",
            "Did not rush past the worry about {worry}. I could see the shoulders come down.",
        ),
        "how_to_decide": (
            "Asked whether to decide today or to talk it over {family} first.",
            "Said openly that some people like all the facts and some like advice, and asked which.",
            "Checked who else should be part of the decision before going any further.",
        ),
        "ways_forward": (
            "Laid out {count} ways forward, with leaving things alone as one of them.",
            "Drew the choices next to each other on {paper}. I could follow every one.",
            "Said that waiting is a real choice too, and meant it.",
        ),
        "good_and_bad": (
            "Gave the good and the bad of {treatment}, and how many people it helps.",
            "Used “out of ten people like you” for {treatment}. Very clear.",
            "Was honest that nobody knows for sure how {treatment} works out after two years.",
        ),
        "understood": (
            "Asked for it to be said back in their own words, without making it a test.",
            "Stopped after each part and {waited}. Two good questions came out of that.",
            "Swapped the long words for plain ones as soon as there was a frown.",
        ),
        "fits_the_person": (
            "Tied the choice to {activity}: “that is what we are aiming for”.",
            "Weighed {treatment} together against {activity}, out loud.",
            "Left the last word with the person, and it did not feel like being left alone.",
        ),
        "next_steps": (
            "Wrote down what happens next and {when} to look at it again.",
            "Clear plan: who does what, {when}, and whom to ring if it gets worse.",
            "Everybody left knowing that the decision can still be changed.",
        ),
    }
)

ADVICE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "what_matters": (
            "You could ask about {activity} before looking at {body}.",
            "Try “what would you like to be able to do again?” near the start.",
            "The part about {activity} was mentioned in passing. You could pick it up and ask more.",
        ),
        "hopes_worries": (
            "When {worry} came up, you could stop and ask what is behind it.",
            "Try leaving a little silence after “is anything worrying you?”.",
            "“Don’t worry” closed the door on {worry}. “Tell me more” would open it.",
        ),
        "how_to_decide": (
            "You could ask at the start: “how do you like to make decisions like this?”",
            "Try asking whether it would help to talk it over {family}.",
            "Nobody asked how much say the person wanted. One short question would do.",
        ),
        "ways_forward": (
            "I only heard one way forward. You could add what happens if we leave it for now.",
            "Try saying “there are {count} ways we could go” before you name your own favourite.",
            "You could put {treatment} and doing nothing side by side on {paper}.",
        ),
        "good_and_bad": (
            "I heard what is good about {treatment}, but not what could go wrong.",
            "You could say how many people out of ten {treatment} helps.",
            "Try giving the effort and the time off work as part of the price of {treatment}.",
        ),
        "understood": (
            "You could ask “what will you tell them at home?” to see if it was clear.",
            "“Any questions?” came with the hand on the door. Try it a few minutes earlier.",
            "A few long words slipped in. A short pause after each part would help.",
        ),
        "fits_the_person": (
            "You could link the choice to {activity}, which came up at the start.",
            "The plan was ready before the question. Try “how does that fit with {activity}?”.",
            "Try weighing {treatment} and the other ways together before you book anything.",
        ),
        "next_steps": (
            "You could say {when} it will be looked at again.",
            "It was not clear whom to ring if it gets worse. A line on {paper} would do.",
            "Try ending with “so what happens next is …” and let the person finish it.",
        ),
    }
)

# Beside a rating stands what was seen or heard: by item, for a low rating, one in between, a high one.
NOTES: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "what_matters": {
            "low": (
                "Straight to {body}. {Activity} was never asked about.",
                "“Where does it hurt?” and then the computer.",
                "{Activity} came up by itself and was left hanging.",
                "Only symptoms until the very end.",
            ),
            "middle": ("One question about work, then on to {body}.", "Asked about {activity}, but typed meanwhile."),
            "high": (
                "“What would you love to do again?” Answer: {activity}.",
                "Came back to {activity} more than once.",
                "Said it back: “so it is really about {activity}”. A nod.",
            ),
        },
        "hopes_worries": {
            "low": (
                "A hint about {worry}. Nobody picked it up.",
                "“Don’t you worry about that.”",
                "Looked worried when {treatment} was mentioned. No question.",
                "No room for it, the clinic was running late.",
            ),
            "middle": (
                "Asked about {worry}, a quick answer, next.",
                "“Anything worrying you?” while reading the notes.",
            ),
            "high": (
                "“Tell me more about {worry}.” And {waited}.",
                "Stopped typing to hear about {worry}.",
                "Asked what was behind {worry}, and gave a real answer.",
            ),
        },
        "how_to_decide": {
            "low": (
                "“I’ll book {treatment} for you.”",
                "Taken for granted that the clinician decides.",
                "Nobody asked who else should have a say.",
                "“We normally do {treatment} next.”",
            ),
            "middle": ("“Happy with that?” was all.", "Said it was a shared decision, did not ask how."),
            "high": (
                "“Do you want my view first, or the facts?”",
                "Offered to wait until it had been talked over {family}.",
            ),
        },
        "ways_forward": {
            "low": (
                "Only {treatment}.",
                "One way forward, no other named.",
                "Waiting was not mentioned.",
                "{Treatment} was presented as the next step.",
            ),
            "middle": ("{Treatment} and one other way, in a sentence each.", "Two ways named, doing nothing left out."),
            "high": (
                "{Count} ways, side by side on {paper}.",
                "“You could also leave it for now, and that is fine.”",
            ),
        },
        "good_and_bad": {
            "low": (
                "“{Treatment} works well for most people.” No more than that.",
                "No harms at all.",
                "Side effects only, nothing on what it might bring.",
                "It was “the best thing to do”, no reason given.",
            ),
            "middle": ("Good and bad of {treatment}, a word on the rest.", "Benefits in numbers, harms in passing."),
            "high": (
                "Seven in ten, and what happens to the other three.",
                "Both sides of each, time off work included.",
            ),
        },
        "understood": {
            "low": (
                "“Any questions?” on the way to the door.",
                "Three long words in one sentence.",
                "Nothing checked.",
                "A nod was taken for a yes.",
            ),
            "middle": ("Answered well what was asked, did not check.", "Paused once after explaining {treatment}."),
            "high": (
                "“What will you tell them at home?” And {waited}.",
                "Drew {body} on {paper} when there was a frown.",
            ),
        },
        "fits_the_person": {
            "low": (
                "The plan was made before the question.",
                "“It’s up to you,” and then silence.",
                "{Activity} was forgotten by then.",
                "Asked to agree, not to choose.",
            ),
            "middle": (
                "Asked for a view, then went with {treatment} anyway.",
                "Agreed together, but not linked to {activity}.",
            ),
            "high": (
                "Chose {treatment} because of {activity}, said out loud.",
                "“Which of these gets you back to {activity}?”",
            ),
        },
        "next_steps": {
            "low": (
                "“We’ll be in touch.”",
                "Not clear who rings whom.",
                "Left asking at the desk what happens now.",
            ),
            "middle": ("Knew the next step, not when.", "A leaflet, but no date to look again."),
            "high": (
                "Wrote it on {paper}: what, who, when.",
                "Agreed to look again in six weeks, and what to do if it gets worse.",
                "Phone number underlined on {paper}.",
            ),
        },
    }
)

# A clinician's own question and the parts of the instrument that it is about.
OWN_QUESTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Do I find out what matters to people before I offer them something?", ("what_matters",)),
    ("When I explain choices, do I sound as if I had already made up my mind?", ("ways_forward", "good_and_bad")),
    ("Do people get enough room to tell me what worries them?", ("hopes_worries",)),
    ("I think I explain benefits well. Do I say enough about harms?", ("good_and_bad",)),
    ("Do people leave knowing what happens next?", ("next_steps",)),
    ("Is waiting ever a real choice in my clinic, or only a word?", ("ways_forward",)),
    ("How well do I check that I have been understood?", ("understood",)),
    ("Do I bring what people told me at the start back in when we decide?", ("matters", "fits_the_person")),
)

REFLECTIONS = (
    (
        "I was surprised that asking about everyday life came out lower than I thought. I do ask, but I see now that "
        "I often ask while typing. The comments about waiting for an answer were the most useful part.",
        "Ask “what would you like to be able to do again?” before I turn to the screen.",
    ),
    (
        "Patient partners and peers saw the same strengths. They differ on how I ask people to take part in "
        "deciding, and I think the patient partners have a point.",
        "Say “there is more than one way we could go” before I give my own view.",
    ),
    (
        "Fewer surprises than I had feared. I want to be clearer about what could go wrong, not only about what helps.",
        "Use the ten-people picture for injections, with the harms on it too.",
    ),
)

GAPS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "activity": (
            "the allotment",
            "walking the dog",
            "getting back to work",
            "playing with the grandchildren",
            "sleeping through the night",
            "swimming",
            "choir practice",
            "carrying the shopping",
            "the stairs at home",
        ),
        "body": ("the knee", "the shoulder", "the scan", "the back", "the hip", "the hand"),
        "count": ("two", "three", "three or four"),
        "family": ("at home", "with the family", "with somebody they trust"),
        "paper": ("the sheet", "a piece of paper", "the leaflet"),
        "treatment": ("the injection", "exercise", "surgery", "the tablets", "the scan", "physiotherapy"),
        "waited": ("waited", "gave it time", "listened to the end"),
        "when": ("when", "in which week", "after how many weeks"),
        "worry": ("the job", "needing an operation", "getting worse", "being a burden", "the tablets", "falling"),
    }
)


def remark(generator: np.random.Generator, sentences: Sequence[str]) -> str:
    """One sentence of a list, its gaps filled."""
    chosen = sentences[int(generator.integers(len(sentences)))]
    return re.sub(r"{(\w+)}", lambda gap: _word(generator, gap[1]), chosen)


def praise(generator: np.random.Generator, item_id: str) -> str:
    """Something that went well on this item; "" for an item the grammar does not know."""
    return remark(generator, PRAISE[item_id]) if item_id in PRAISE else ""


def advice(generator: np.random.Generator, item_id: str) -> str:
    """Something to try on this item; "" for an item the grammar does not know."""
    return remark(generator, ADVICE[item_id]) if item_id in ADVICE else ""


def note(generator: np.random.Generator, item_id: str, place: float) -> str:
    """A short note beside a rating, "" for an unknown item; ``place`` is where it stands on its scale, from 0 to 1."""
    height = "low" if place < 0.3 else "high" if place > 0.7 else "middle"
    return remark(generator, NOTES[item_id][height]) if item_id in NOTES else ""


def _word(generator: np.random.Generator, gap: str) -> str:
    words = GAPS[gap.lower()]
    word = words[int(generator.integers(len(words)))]
    return word if gap.islower() else word[0].upper() + word[1:]
