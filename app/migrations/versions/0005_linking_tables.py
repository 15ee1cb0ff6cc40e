"""The linking table that is published with a new version of an instrument."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_linking",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("software", sa.String(length=60), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["published_instrument.id"],
            name=op.f("fk_published_linking_instrument_id_published_instrument"),
        ),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_published_linking_published_by_person")),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["published_instrument.id"],
            name=op.f("fk_published_linking_replaces_id_published_instrument"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_published_linking_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_linking")),
        sa.UniqueConstraint(
            "team_id",
            "instrument_id",
            "replaces_id",
            name=op.f("uq_published_linking_team_id_instrument_id_replaces_id"),
        ),
    )
    op.create_index(op.f("ix_published_linking_instrument_id"), "published_linking", ["instrument_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_published_linking_instrument_id"), table_name="published_linking")
    op.drop_table("published_linking")
