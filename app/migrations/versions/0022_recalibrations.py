"""Practice with feedback, after which an observer's chart begins anew."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recalibration",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_recalibration_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recalibration_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_recalibration_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalibration")),
        sa.UniqueConstraint("team_id", "person_id", "on_date", name=op.f("uq_recalibration_team_id_person_id_on_date")),
    )
    with op.batch_alter_table("recalibration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recalibration_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recalibration_team_id"), ["team_id"], unique=False)


def downgrade() -> None:
    op.drop_table("recalibration")
