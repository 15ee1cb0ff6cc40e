"""Shared tablets, what they keep here, and how a set-aside sheet was settled."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_key",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_key_person_id_person")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_data_key")),
    )
    with op.batch_alter_table("data_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tablet",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("paired_by", sa.Uuid(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("build", sa.String(length=12), nullable=False),
        sa.Column("persisted", sa.Boolean(), nullable=True),
        sa.Column("free_megabytes", sa.Integer(), nullable=True),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("oldest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_ahead", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["paired_by"], ["person.id"], name=op.f("fk_tablet_paired_by_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_tablet_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint("key", name=op.f("uq_tablet_key")),
    )
    with op.batch_alter_table("tablet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablet_team_id"), ["team_id"], unique=False)

    op.create_table(
        "tablet_link",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("works_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_tablet_link_made_by_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_tablet_link_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_link")),
        sa.UniqueConstraint("key", name=op.f("uq_tablet_link_key")),
    )
    with op.batch_alter_table("tablet_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablet_link_team_id"), ["team_id"], unique=False)

    op.create_table(
        "tablet_pin",
        sa.Column("tablet_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tablet_pin_person_id_person")),
        sa.ForeignKeyConstraint(
            ["tablet_id"], ["tablet.id"], name=op.f("fk_tablet_pin_tablet_id_tablet"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tablet_id", "person_id", name=op.f("pk_tablet_pin")),
    )
    op.create_table(
        "kept_draft",
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_kept_draft_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_draft_person_id_person")),
        sa.PrimaryKeyConstraint("observation_id", "device", name=op.f("pk_kept_draft")),
    )
    with op.batch_alter_table("kept_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_draft_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_draft_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("quarantined_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("settled_why", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("quarantined_sheet", schema=None) as batch_op:
        batch_op.alter_column("settled", server_default=None)
        batch_op.alter_column("settled_why", server_default=None)

    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tablet_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_web_session_tablet_id"), ["tablet_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_web_session_tablet_id_tablet"), "tablet", ["tablet_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_web_session_tablet_id_tablet"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_web_session_tablet_id"))
        batch_op.drop_column("tablet_id")

    with op.batch_alter_table("quarantined_sheet", schema=None) as batch_op:
        batch_op.drop_column("settled_why")
        batch_op.drop_column("settled")

    with op.batch_alter_table("kept_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_draft_person_id"))
        batch_op.drop_index(batch_op.f("ix_kept_draft_assignment_id"))

    op.drop_table("kept_draft")
    op.drop_table("tablet_pin")
    with op.batch_alter_table("tablet_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tablet_link_team_id"))

    op.drop_table("tablet_link")
    with op.batch_alter_table("tablet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tablet_team_id"))

    op.drop_table("tablet")
    with op.batch_alter_table("data_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_key_person_id"))

    op.drop_table("data_key")
