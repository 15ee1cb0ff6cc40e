"""Drafts of instruments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument_draft",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_instrument_draft_changed_by_person")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_instrument_draft_created_by_person")),
        sa.ForeignKeyConstraint(
            ["published_id"],
            ["published_instrument.id"],
            name=op.f("fk_instrument_draft_published_id_published_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["published_instrument.id"],
            name=op.f("fk_instrument_draft_replaces_id_published_instrument"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_instrument_draft_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_draft")),
    )
    op.create_index(op.f("ix_instrument_draft_team_id"), "instrument_draft", ["team_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_instrument_draft_team_id"), table_name="instrument_draft")
    op.drop_table("instrument_draft")
