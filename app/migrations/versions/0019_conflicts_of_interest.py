"""Whom an observer must not observe, and when they can come."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = "'unsaid', 'own_clinician', 'own_clinic', 'relative', 'friend', 'line_manager', 'complaint', 'mentor', 'other'"


def upgrade() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_conflict_of_interest_kind_known")),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["clinician.id"], name=op.f("fk_conflict_of_interest_clinician_id_clinician")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["person.id"], name=op.f("fk_conflict_of_interest_declared_by_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_of_interest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("clinician_id", "person_id", name=op.f("uq_conflict_of_interest_clinician_id_person_id")),
    )
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_of_interest_person_id"), ["person_id"], unique=False)

    op.create_table(
        "availability",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("half_days", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_person_id_person")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_availability_said_by_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_availability_team_id_team")),
        sa.PrimaryKeyConstraint("person_id", "team_id", name=op.f("pk_availability")),
    )


def downgrade() -> None:
    op.drop_table("availability")
    op.drop_table("conflict_of_interest")
