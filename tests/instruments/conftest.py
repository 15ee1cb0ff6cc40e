"""How Hypothesis works here: no time limit per example, since a busy machine is not a bug."""

from hypothesis import settings

settings.register_profile("levelfield", deadline=None)
settings.load_profile("levelfield")
