"""A tablet says when a paper form lies ready, and whether a copy of all that waits on it was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENTS = ("paper_at", "copy_made_at", "copy_taken_at")


def upgrade() -> None:
    with op.batch_alter_table("tablet") as batch_op:
        batch_op.add_column(sa.Column("device", sa.Uuid(), nullable=True))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tablet") as batch_op:
        for name in (*MOMENTS, "device"):
            batch_op.drop_column(name)
