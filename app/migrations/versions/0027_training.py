"""Training of observers; practice with feedback becomes one kind of it."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CARRY_OVER = """
INSERT INTO training (id, team_id, person_id, on_date, what, noted_by, noted_at, together, kind, led_by)
SELECT id, team_id, person_id, on_date, what, noted_by, noted_at, id, 'calibration', '' FROM recalibration
"""
# Of two calibrations on one day the older table can keep one.
CARRY_BACK = """
INSERT INTO recalibration (id, team_id, person_id, on_date, what, noted_by, noted_at)
SELECT id, team_id, person_id, on_date, what, noted_by, noted_at FROM training AS one
WHERE kind = 'calibration' AND NOT EXISTS (
    SELECT 1 FROM training AS other
    WHERE other.kind = 'calibration' AND other.team_id = one.team_id AND other.person_id = one.person_id
    AND other.on_date = one.on_date AND other.id < one.id
)
"""


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("together", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("hours", sa.Double[float](), nullable=True),
        sa.Column("led_by", sa.String(length=120), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('initial', 'calibration', 'refresher')", name=op.f("ck_training_kind_known")),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["published_instrument.id"], name=op.f("fk_training_instrument_id_published_instrument")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_training_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_training_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_together"), ["together"], unique=False)
    # Each stays an entry of its own: that people practised on one day does not say that they practised together.
    op.execute(CARRY_OVER)
    op.drop_table("recalibration")


def downgrade() -> None:
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
    op.execute(CARRY_BACK)
    op.drop_table("training")
