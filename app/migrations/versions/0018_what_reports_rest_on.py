"""What released reports rest on beside their own sheets, and their results to set beside later ones."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_numbers",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("consultations", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_shared_numbers_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_numbers")),
    )
    with op.batch_alter_table("shared_numbers") as table:
        table.create_index(table.f("ix_shared_numbers_round_id"), ["round_id"], unique=False)
    with op.batch_alter_table("issued_report") as table:
        table.add_column(sa.Column("results", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("shared_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("previous_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            table.f("fk_issued_report_shared_id_shared_numbers"), "shared_numbers", ["shared_id"], ["id"]
        )
        table.create_foreign_key(
            table.f("fk_issued_report_previous_id_issued_report"), "issued_report", ["previous_id"], ["id"]
        )
        table.create_index(table.f("ix_issued_report_shared_id"), ["shared_id"], unique=False)
        table.create_index(table.f("ix_issued_report_previous_id"), ["previous_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("issued_report") as table:
        table.drop_index(table.f("ix_issued_report_previous_id"))
        table.drop_index(table.f("ix_issued_report_shared_id"))
        table.drop_constraint(table.f("fk_issued_report_previous_id_issued_report"), type_="foreignkey")
        table.drop_constraint(table.f("fk_issued_report_shared_id_shared_numbers"), type_="foreignkey")
        table.drop_column("previous_id")
        table.drop_column("shared_id")
        table.drop_column("results")
    op.drop_table("shared_numbers")
