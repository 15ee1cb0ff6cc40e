"""A session has a brief, and its observers say that they have read it."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_brief",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("practical", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["clinic_session.id"],
            name=op.f("fk_session_brief_session_id_clinic_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_session_brief_written_by_person")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_brief")),
    )
    op.create_table(
        "brief_read",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["clinic_session.id"],
            name=op.f("fk_brief_read_session_id_clinic_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_brief_read_person_id_person")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_brief_read")),
    )


def downgrade() -> None:
    op.drop_table("brief_read")
    op.drop_table("session_brief")
