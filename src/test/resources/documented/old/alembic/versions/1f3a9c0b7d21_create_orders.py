"""create orders"""

from alembic import op
import sqlalchemy as sa

revision = "1f3a9c0b7d21"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade():
    op.drop_table("orders")
