"""Instruments made up by Hypothesis: every shape a definition can have, with words that upset other formats."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from instruments.building import build
from instruments.definition import Instrument
from instruments.tree import Source

# An instrument is a large example: making it smaller after a failure would take minutes, so it is shown as it is.
WHOLE = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
)

_ODD = st.sampled_from(
    ["a | b", "=1+1", "-x", "+44", "@you", "it’s", "'quoted'", 'say "yes"', "${plan}", "[gate] = 1", "<b>bold</b>",
     "A &amp; B", "5 < 6 > 4", "two\nlines", "a, b; c", "é ü ș", "هل", "Ŵy", "0", "1.0", "no", "~", "- x",
     "# y", "{z: 1}", "\t", "https://example.org/a?b=c&d=e", "x" * 400]
)  # fmt: skip
_WORDS = st.text(alphabet="abcdefgh ", min_size=1, max_size=12)
_TEXT = st.lists(st.one_of(_WORDS, _ODD), min_size=1, max_size=3).map(" ".join).map(str.strip).filter(bool)
_CODES = st.sampled_from(["0", "1", "2", "3", "9", "na", "un-seen", "a", "B", "a_b", "a-b", "yes", "no", "x1"])
_GAPS = ("not_applicable", "not_observed", "insufficient_evidence")

Tree = Any


@st.composite
def instruments(draw: DrawFn) -> Instrument:
    """One whole instrument."""
    return build(Source(_Maker(draw).tree()))


class _Maker:
    """Draws one instrument part by part."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.languages = ["en", *draw(st.sampled_from([[], [], ["cy"], ["cy", "ar"]]))]
        self.codes: dict[str, list[str]] = {}
        self.scales = {f"s{n}": self.scale() for n in range(draw(st.integers(1, 3)))}

    def maybe(self, value: Any, default: Any = "") -> Any:
        return value() if self.draw(st.booleans()) else default

    def wording(self) -> Tree:
        others = {code: self.draw(_TEXT) for code in self.languages[1:] if self.draw(st.booleans())}
        return {"en": self.draw(_TEXT), **others}

    def codes_drawn(self, least: int, most: int) -> list[str]:
        return self.draw(st.lists(_CODES, min_size=least, max_size=most, unique=True))

    def scale(self) -> Tree:
        kind = self.draw(st.sampled_from(["ordinal", "grade", "yes_no", "tally_then_level"]))
        codes = self.codes_drawn(2, 6)
        count = 2 if kind == "yes_no" else self.draw(st.integers(2, len(codes)))
        scores = sorted(self.draw(st.lists(st.integers(-5, 20), min_size=count, max_size=count, unique=True)))
        points = [
            {"code": code, "score": str(score), "label": self.wording(), "anchor": self.maybe(self.wording),
             "example": self.maybe(self.wording)}
            for code, score in zip(codes, scores, strict=False)
        ]  # fmt: skip
        gaps = [
            {"code": code, "reason": self.draw(st.sampled_from(_GAPS)), "label": self.wording()}
            for code in codes[count:]
        ]
        return {"type": kind, "points": points, "non_scoring": gaps,
                "behaviours": self.behaviours() if kind == "tally_then_level" else ""}  # fmt: skip

    def behaviours(self) -> Tree:
        return [{"code": code, "label": self.wording()} for code in self.codes_drawn(1, 2)]

    def condition(self, depth: int = 2) -> Tree:
        kinds = ["in", "not_in", "answered"] + (["all", "any"] if depth else [])
        kind = self.draw(st.sampled_from(kinds))
        if kind in ("all", "any"):
            return {kind: [self.condition(depth - 1) for _ in range(self.draw(st.integers(1, 2)))]}
        entry = self.draw(st.sampled_from(sorted(self.codes)))
        if kind == "answered" or not self.codes[entry]:
            return {"item": entry, "answered": "true"}
        codes = st.lists(st.sampled_from(self.codes[entry]), min_size=1, max_size=2, unique=True)
        return {"item": entry, kind: self.draw(codes)}

    def common(self, name: str) -> Tree:
        text = self.draw(st.sampled_from([["any"], ["any", "peer_clinician"], ["patient_partner", "peer_clinician"]]))
        return {
            "id": name,
            "text": {observer: self.wording() for observer in text},
            "short": self.maybe(self.wording),
            "guidance": self.maybe(self.wording),
            "required": self.draw(st.sampled_from(["true", ""])),
            "show_if": self.maybe(self.condition) if self.codes else "",
        }

    def item(self, name: str) -> Tree:
        scale_id = self.draw(st.sampled_from(sorted(self.scales)))
        scale = self.scales[scale_id]
        own = [{"code": point["code"], "label": self.wording()} for point in scale["points"][:1]]
        made = {
            **self.common(name),
            "scale": scale_id,
            "construct": self.maybe(lambda: "shared"),
            "evidence_note": self.draw(st.sampled_from(["", "optional", "required_at_extremes"])),
            "actors": self.draw(st.sampled_from([[], ["clinician"], ["patient", "carer"]])),
            "points": self.maybe(lambda: own),
            "behaviours": self.maybe(self.behaviours) if scale["type"] == "tally_then_level" else "",
            "markers": self.maybe(self.behaviours),
        }
        self.codes[name] = [answer["code"] for answer in (*scale["points"], *scale["non_scoring"])]
        return made

    def question(self, name: str) -> Tree:
        kind = self.draw(st.sampled_from(["choice", "choices", "number", "text"]))
        made = {**self.common(name), "kind": kind}
        codes = self.codes_drawn(2, 4) if kind.startswith("choice") else []
        if codes:
            made["options"] = [{"code": code, "label": self.wording()} for code in codes]
        if kind == "number":
            made |= {"minimum": self.maybe(lambda: "-1.5"), "maximum": self.maybe(lambda: "30")}
        self.codes[name] = codes
        return made

    def sections(self) -> Tree:
        made: list[Tree] = []
        names = iter(["q1", "q-2", "q_3", "goals", "plan", "plan_note", "more", "introduction", "z9", "end"])
        for n, kind in enumerate(
            self.draw(st.sampled_from([("domain",), ("context", "domain", "comments"), ("domain", "domain")]))
        ):
            entries = [self.question(next(names)) for _ in range(self.draw(st.integers(0, 2)))]
            if kind == "domain":
                entries += [self.item(next(names)) for _ in range(self.draw(st.integers(1, 2)))]
            made.append({"id": f"part{n}", "title": self.wording(), "kind": kind, "items": entries})
        return made

    def tree(self) -> Tree:
        sections = self.sections()
        items = [entry["id"] for section in sections for entry in section["items"] if "scale" in entry]
        scoring = self.maybe(lambda: self.rule(items), {"rule": "profile"})
        has_total = bool(items) and scoring["rule"] != "profile"
        return {
            "format": "observation-instrument/1",
            "id": "made-up",
            "version": "2.1",
            "title": self.wording(),
            "introduction": self.maybe(self.wording),
            "languages": self.languages,
            "attribution": {key: self.draw(_TEXT) for key in ("source", "owner", "licence", "based_on", "validation")},
            "scales": self.scales,
            "sections": sections,
            "scoring": scoring,
            "standard": self.maybe(lambda: {"title": self.wording(), "met_when": self.condition()}),
            "published_range": self.maybe(self.published_range) if has_total else "",
            "linking": self.maybe(
                lambda: {"replaces": {"id": "old", "version": "1"}, "item_map": dict.fromkeys(items[:1], "same")}
            ),
        }

    def published_range(self) -> Tree:
        return {
            "lowest": "1",
            "highest": "8",
            "mean": self.draw(st.sampled_from(["", "2", "4.5"])),
            "who": self.wording(),
            "source": self.draw(_TEXT),
            "caveat": self.wording(),
        }

    def rule(self, items: list[str]) -> Tree:
        return {
            "rule": "percent_top_box",
            "items": items[:1],
            "non_scoring": dict.fromkeys((*_GAPS, "blank"), "exclude"),
            "reverse": items[:1],
            "rescale": {"to_min": "0", "to_max": "10"},
            "round": {"places": "1", "mode": "half_even"},
        }
