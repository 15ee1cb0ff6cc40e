"""What was tapped while watching stands beside its rating; a patient's answer says how they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rating") as batch_op:
        batch_op.add_column(sa.Column("taps", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("consent_event") as batch_op:
        batch_op.add_column(sa.Column("how", sa.String(20), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("consent_event") as batch_op:
        batch_op.drop_column("how")
    with op.batch_alter_table("rating") as batch_op:
        batch_op.drop_column("taps")
