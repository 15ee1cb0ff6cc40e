"""A missing name in a template is an error in production too, except where the NHS macros look for optional keys."""

from collections.abc import Iterator, Mapping
from typing import NoReturn

from jinja2 import ChainableUndefined
from jinja2.utils import missing

# Names that a macro may or may not be given by Jinja; the NHS macros also write `undefined` itself.
OPTIONAL_NAMES = frozenset({"caller", "kwargs", "undefined"})


class CarefulUndefined(ChainableUndefined):
    """Empty for a missing key of a mapping (the NHS macros' ``params``); an error for anything else."""

    def _is_optional(self) -> bool:
        if self._undefined_obj is missing:
            return self._undefined_name in OPTIONAL_NAMES
        return isinstance(self._undefined_obj, (Mapping, str, type(None)))

    def _refuse_unless_optional(self) -> None:
        if not self._is_optional():
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise self._undefined_exception(self._undefined_message)

    def __str__(self) -> str:
        self._refuse_unless_optional()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Iterator[object]:
        self._refuse_unless_optional()
        return iter(())

    def __len__(self) -> int:
        self._refuse_unless_optional()
        return 0

    def __bool__(self) -> bool:
        self._refuse_unless_optional()
        return False
