"""In a bridging period an observer is asked for a second sheet of a consultation, on the other version."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        # Every sheet asked for so far is one on its round's own version; the defaults are for them.
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("instrument_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint("uq_assignment_consultation_id_person_id", type_="unique")
        batch_op.create_unique_constraint(
            "uq_assignment_consultation_id_person_id_part", ["consultation_id", "person_id", "part"]
        )
        batch_op.create_foreign_key(
            "fk_assignment_instrument_id_published_instrument", "published_instrument", ["instrument_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_assignment_bridging_part_has_its_version"), "(part = 1) = (instrument_id IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_assignment_part_known"), "part IN (1, 2)")
        batch_op.create_check_constraint(op.f("ck_assignment_turn_known"), "turn IN (1, 2)")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("part", server_default=None)
        batch_op.alter_column("turn", server_default=None)
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bridge_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            "fk_round_bridge_id_published_instrument", "published_instrument", ["bridge_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint("fk_round_bridge_id_published_instrument", type_="foreignkey")
        batch_op.drop_column("bridge_id")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_assignment_turn_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_assignment_part_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_assignment_bridging_part_has_its_version"), type_="check")
        batch_op.drop_constraint("fk_assignment_instrument_id_published_instrument", type_="foreignkey")
        batch_op.drop_constraint("uq_assignment_consultation_id_person_id_part", type_="unique")
        batch_op.create_unique_constraint("uq_assignment_consultation_id_person_id", ["consultation_id", "person_id"])
        batch_op.drop_column("turn")
        batch_op.drop_column("instrument_id")
        batch_op.drop_column("part")
