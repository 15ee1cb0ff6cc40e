"""An observer may say that a locked sheet stands in the wrong slot or under the wrong clinician."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_claim",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("said_slot", sa.Integer(), nullable=True),
        sa.Column("said_clinician_id", sa.Uuid(), nullable=True),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(said_slot IS NULL) <> (said_clinician_id IS NULL)", name=op.f("ck_place_claim_slot_or_clinician")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('moved', 'changed', 'left')", name=op.f("ck_place_claim_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_place_claim_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["said_clinician_id"], ["clinician.id"], name=op.f("fk_place_claim_said_clinician_id_clinician")
        ),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_place_claim_said_by_person")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_place_claim_resolved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_claim")),
    )
    op.create_index(op.f("ix_place_claim_assignment_id"), "place_claim", ["assignment_id"])


def downgrade() -> None:
    op.drop_table("place_claim")
