"""Reports that are made anew by a worker, after a patient changed their mind."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('draft_reports', 'release_reports', 'comparison')"
AFTER = "kind IN ('draft_reports', 'release_reports', 'remake_reports', 'comparison')"


def upgrade() -> None:
    with op.batch_alter_table("job") as table:
        table.drop_constraint(table.f("ck_job_kind_known"), type_="check")
        table.create_check_constraint(table.f("ck_job_kind_known"), AFTER)
    with op.batch_alter_table("issued_report") as table:
        table.add_column(sa.Column("anew", sa.String(length=12), nullable=False, server_default=""))
        table.create_check_constraint(
            table.f("ck_issued_report_anew_known"), "anew IN ('', 'own', 'colleague', 'earlier')"
        )


def downgrade() -> None:
    with op.batch_alter_table("issued_report") as table:
        table.drop_constraint(table.f("ck_issued_report_anew_known"), type_="check")
        table.drop_column("anew")
    op.execute("DELETE FROM job_report WHERE job_id IN (SELECT id FROM job WHERE kind = 'remake_reports')")
    op.execute("DELETE FROM job WHERE kind = 'remake_reports'")
    with op.batch_alter_table("job") as table:
        table.drop_constraint(table.f("ck_job_kind_known"), type_="check")
        table.create_check_constraint(table.f("ck_job_kind_known"), BEFORE)
