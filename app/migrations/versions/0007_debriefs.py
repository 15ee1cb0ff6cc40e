"""What two observers agree after both have locked is a record of its own."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debrief",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_debrief_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["published_instrument.id"], name=op.f("fk_debrief_instrument_id_published_instrument")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_debrief_written_by_person")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_debrief")),
    )
    op.create_table(
        "agreed_point",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["debrief.consultation_id"],
            name=op.f("fk_agreed_point_consultation_id_debrief"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "item_id", name=op.f("pk_agreed_point")),
    )
    op.create_table(
        "debrief_yes",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["debrief.consultation_id"],
            name=op.f("fk_debrief_yes_consultation_id_debrief"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_debrief_yes_person_id_person")),
        sa.PrimaryKeyConstraint("consultation_id", "person_id", name=op.f("pk_debrief_yes")),
    )


def downgrade() -> None:
    op.drop_table("debrief_yes")
    op.drop_table("agreed_point")
    op.drop_table("debrief")
