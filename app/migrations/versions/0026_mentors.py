"""Mentors of clinicians."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentor_link",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("clinician_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clinician_no_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentor_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentor_no_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_mentor_link_clinician_id_clinician")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_link")),
        sa.UniqueConstraint("clinician_id", "person_id", name=op.f("uq_mentor_link_clinician_id_person_id")),
    )
    with op.batch_alter_table("mentor_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_link_person_id"), ["person_id"], unique=False)
    op.create_table(
        "mentor_wish",
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_mentor_wish_clinician_id_clinician")),
        sa.PrimaryKeyConstraint("clinician_id", name=op.f("pk_mentor_wish")),
    )


def downgrade() -> None:
    op.drop_table("mentor_wish")
    op.drop_table("mentor_link")
