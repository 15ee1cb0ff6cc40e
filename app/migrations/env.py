"""Alembic's entry: runs the steps on the connection it is handed."""

from typing import Any, Literal

from alembic import context

from app.models.base import UtcDateTime
from app.models.every import metadata


def plain_types(kind: str, value: Any, _: Any) -> str | Literal[False]:
    """A migration must run years later: it names SQLAlchemy's own types, never ours."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_types,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
