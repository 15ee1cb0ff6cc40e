"""Questions that many instruments ask and reports understand, ready to add with one press."""

from collections.abc import Mapping

from instruments.drafting.places import Definition

GATE = "gate"
READY: Mapping[str, Definition] = {
    GATE: {
        "kind": "choice",
        "role": "decision_gate",
        "short": {"en": "Was there a decision?"},
        "text": {"any": {"en": "Was there a decision to make in this visit?"}},
        "options": [{"code": "yes", "label": {"en": "Yes"}}, {"code": "no", "label": {"en": "No"}}],
        "required": "true",
    }
}
