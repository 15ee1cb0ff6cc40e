"""The talk about a released report, and the actions agreed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation_record",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("relationship", sa.Text(), nullable=False),
        sa.Column("reaction", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("coaching", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["clinician.id"], name=op.f("fk_conversation_record_clinician_id_clinician")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_conversation_record_round_id_round")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_conversation_record_written_by_person")),
        sa.PrimaryKeyConstraint("clinician_id", "round_id", name=op.f("pk_conversation_record")),
    )
    with op.batch_alter_table("conversation_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_record_round_id"), ["round_id"], unique=False)

    op.create_table(
        "agreed_action",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("what_will_change", sa.Text(), nullable=False),
        sa.Column("in_whom", sa.Text(), nullable=False),
        sa.Column("how_known", sa.Text(), nullable=False),
        sa.Column("mechanism", sa.String(length=20), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_session_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "mechanism IN ('patients', 'professionals', 'service', 'culture')",
            name=op.f("ck_agreed_action_mechanism_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'changed', 'dropped')", name=op.f("ck_agreed_action_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["again_session_id"], ["clinic_session.id"], name=op.f("fk_agreed_action_again_session_id_clinic_session")
        ),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["clinician.id"], name=op.f("fk_agreed_action_clinician_id_clinician")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_agreed_action_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_action")),
    )
    with op.batch_alter_table("agreed_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreed_action_again_session_id"), ["again_session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreed_action_clinician_id"), ["clinician_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreed_action_round_id"), ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_table("agreed_action")
    op.drop_table("conversation_record")
