"""When reading is refused, in the words every reading endpoint shares."""

from collections.abc import Mapping

SIGN_IN = "Nobody is signed in, or the session has ended."
READING: Mapping[int, str] = {401: SIGN_IN, 403: "You lead no team."}
READING_A_ROUND: Mapping[int, str] = {**READING, 404: "There is no such round in the teams you lead."}
