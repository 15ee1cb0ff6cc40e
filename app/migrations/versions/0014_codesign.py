"""Proposals, comments, votes of relevance, decisions and sign-off of drafts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("draft_sign_off", "draft_decision", "relevance_vote", "draft_comment", "draft_proposal")


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _key(table: str) -> tuple["sa.Column[Any]", sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    op.create_table(
        "draft_proposal",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("wording", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('new_item', 'rewording')", name=op.f("ck_draft_proposal_kind_known")),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("ck_draft_proposal_state_known")),
        _reference("draft_proposal", "draft_id", "instrument_draft"),
        _reference("draft_proposal", "proposed_by", "person"),
        _reference("draft_proposal", "decided_by", "person"),
        *_key("draft_proposal"),
    )
    op.create_index(op.f("ix_draft_proposal_draft_id"), "draft_proposal", ["draft_id"])
    op.create_table(
        "draft_comment",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _reference("draft_comment", "draft_id", "instrument_draft"),
        _reference("draft_comment", "written_by", "person"),
        *_key("draft_comment"),
    )
    op.create_index(op.f("ix_draft_comment_draft_id"), "draft_comment", ["draft_id"])
    op.create_table(
        "relevance_vote",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("observer_type_id", sa.Uuid(), nullable=False),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("relevance BETWEEN 1 AND 4", name=op.f("ck_relevance_vote_relevance_in_range")),
        sa.UniqueConstraint(
            "draft_id", "item_id", "person_id", name=op.f("uq_relevance_vote_draft_id_item_id_person_id")
        ),
        _reference("relevance_vote", "draft_id", "instrument_draft"),
        _reference("relevance_vote", "person_id", "person"),
        _reference("relevance_vote", "observer_type_id", "observer_type"),
        *_key("relevance_vote"),
    )
    op.create_table(
        "draft_decision",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        _reference("draft_decision", "draft_id", "instrument_draft"),
        _reference("draft_decision", "person_id", "person"),
        *_key("draft_decision"),
    )
    op.create_index(op.f("ix_draft_decision_draft_id"), "draft_decision", ["draft_id"])
    op.create_table(
        "draft_sign_off",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "draft_id", "person_id", "fingerprint", name=op.f("uq_draft_sign_off_draft_id_person_id_fingerprint")
        ),
        _reference("draft_sign_off", "draft_id", "instrument_draft"),
        _reference("draft_sign_off", "person_id", "person"),
        *_key("draft_sign_off"),
    )
    with op.batch_alter_table("instrument_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voting_closed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("team", schema=None) as batch_op:
        # The teams that stand already get the setting as every new team does: on.
        batch_op.add_column(sa.Column("partners_sign_off", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.alter_column("partners_sign_off", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("partners_sign_off")
    with op.batch_alter_table("instrument_draft", schema=None) as batch_op:
        batch_op.drop_column("voting_closed_at")
    for table in TABLES:
        op.drop_table(table)
