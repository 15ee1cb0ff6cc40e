"""What a clinician's own question is about."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("preparation") as table:
        table.add_column(sa.Column("about", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("preparation") as table:
        table.drop_column("about")
