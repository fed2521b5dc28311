"""billing"""
import sqlalchemy as sa
from alembic import op

revision = "cccc11112222"
down_revision = "aaaa11112222"
branch_labels = ("billing",)
depends_on = None


def upgrade():
    op.create_table("bills", sa.Column("id", sa.Integer))


def downgrade():
    op.drop_table("bills")
