"""Long work: jobs, the reports they made, and results of long computations."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "computed_result",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ratings_digest", sa.String(length=64), nullable=False),
        sa.Column("code_version", sa.String(length=80), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("result_digest", sa.String(length=64), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_same", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_computed_result_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_computed_result")),
        sa.UniqueConstraint("key", name=op.f("uq_computed_result_key")),
    )
    with op.batch_alter_table("computed_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_computed_result_round_id"), ["round_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_with", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('draft_reports', 'release_reports', 'comparison')", name=op.f("ck_job_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state_known")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_job_asked_by_person")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["person.id"], name=op.f("fk_job_cancelled_by_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_job_round_id_round")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_job_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_round_id"), ["round_id"], unique=False)
        batch_op.create_index("ix_job_state_asked_at", ["state", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_team_id"), ["team_id"], unique=False)

    op.create_table(
        "job_report",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("clinician_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_job_report_clinician_id_clinician")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_report_job_id_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["issued_report.id"], name=op.f("fk_job_report_report_id_issued_report")
        ),
        sa.PrimaryKeyConstraint("job_id", "clinician_id", name=op.f("pk_job_report")),
    )
    with op.batch_alter_table("job_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_report_clinician_id"), ["clinician_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("job_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_report_clinician_id"))

    op.drop_table("job_report")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_team_id"))
        batch_op.drop_index("ix_job_state_asked_at")
        batch_op.drop_index(batch_op.f("ix_job_round_id"))
        batch_op.drop_index(batch_op.f("ix_job_key"))

    op.drop_table("job")
    with op.batch_alter_table("computed_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_computed_result_round_id"))

    op.drop_table("computed_result")
