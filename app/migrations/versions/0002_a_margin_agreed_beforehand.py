"""A round keeps how far apart two kinds of observer may be and still count as alike."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("margin", sa.Double(), nullable=True))
    # Rounds that stand already changed nothing; the default is for them and is taken away again.
    op.add_column("round", sa.Column("margin_changes", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column("margin_changes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("margin_changes")
        batch_op.drop_column("margin")
