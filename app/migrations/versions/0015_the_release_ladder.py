"""The steps to a released report, changes put before their authors, worries about safety, and what clinicians reply."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_contact",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safety_contact_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_safety_contact_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_contact")),
    )
    with op.batch_alter_table("safety_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_contact_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_contact_team_id"), ["team_id"], unique=False)

    op.create_table(
        "ladder_step",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "step IN ('ready', 'comments', 'authors', 'lead', 'guide', 'released', 'reply', 'talk')",
            name=op.f("ck_ladder_step_step_known"),
        ),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_ladder_step_clinician_id_clinician")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_ladder_step_done_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ladder_step_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ladder_step_round_id_round")),
        sa.PrimaryKeyConstraint("clinician_id", "round_id", "step", name=op.f("pk_ladder_step")),
    )
    with op.batch_alter_table("ladder_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_step_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_step_round_id"), ["round_id"], unique=False)

    op.create_table(
        "report_word",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answerer_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reissued_as", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('reply', 'query')", name=op.f("ck_report_word_kind_known")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_report_word_answered_by_person")),
        sa.ForeignKeyConstraint(["answerer_id"], ["person.id"], name=op.f("fk_report_word_answerer_id_person")),
        sa.ForeignKeyConstraint(
            ["reissued_as"], ["issued_report.id"], name=op.f("fk_report_word_reissued_as_issued_report")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["issued_report.id"], name=op.f("fk_report_word_report_id_issued_report")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_report_word_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_word")),
    )
    with op.batch_alter_table("report_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_word_answerer_id"), ["answerer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_word_report_id"), ["report_id"], unique=False)

    op.create_table(
        "edit_asked",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_why", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'other', 'withheld', 'settled', 'replaced')",
            name=op.f("ck_edit_asked_state_known"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_edit_asked_asked_by_person")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["observation_revision.id"],
            name=op.f("fk_edit_asked_revision_id_observation_revision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_edit_asked_settled_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit_asked")),
    )
    with op.batch_alter_table("edit_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edit_asked_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "safety_concern",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("place IN ('sheet', 'comment')", name=op.f("ck_safety_concern_place_known")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["person.id"], name=op.f("fk_safety_concern_acknowledged_by_person")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_safety_concern_closed_by_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_safety_concern_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_safety_concern_raised_by_person")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["observation_revision.id"],
            name=op.f("fk_safety_concern_revision_id_observation_revision"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_safety_concern_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_concern")),
    )
    with op.batch_alter_table("safety_concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_concern_team_id"), ["team_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("safety_concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_concern_team_id"))

    op.drop_table("safety_concern")
    with op.batch_alter_table("edit_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edit_asked_revision_id"))

    op.drop_table("edit_asked")
    with op.batch_alter_table("report_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_word_report_id"))
        batch_op.drop_index(batch_op.f("ix_report_word_answerer_id"))

    op.drop_table("report_word")
    with op.batch_alter_table("ladder_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladder_step_round_id"))
        batch_op.drop_index(batch_op.f("ix_ladder_step_person_id"))

    op.drop_table("ladder_step")
    with op.batch_alter_table("safety_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_contact_team_id"))
        batch_op.drop_index(batch_op.f("ix_safety_contact_person_id"))

    op.drop_table("safety_contact")
