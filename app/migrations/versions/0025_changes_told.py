"""What observers are told has changed after their visits."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_told",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("clinician_id", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_change_told_clinician_id_clinician")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_change_told_round_id_round")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_change_told_told_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_told")),
    )
    with op.batch_alter_table("change_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_told_clinician_id"), ["clinician_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_told_round_id"), ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_table("change_told")
