"""A person can be a team's safety contact."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = "role IN ('lead', 'facilitator', 'observer', 'clinician')"
AFTER = "role IN ('lead', 'facilitator', 'observer', 'clinician', 'safety')"


def upgrade() -> None:
    _roles(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM membership WHERE role = 'safety'")
    _roles(BEFORE)


def _roles(condition: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_membership_role_known"), "membership", type_="check")
    # SQLite builds the table anew, and a check that is not named here does not come along.
    with op.batch_alter_table("membership", recreate="auto") as batch_op:
        batch_op.create_check_constraint(op.f("ck_membership_role_known"), condition)
