"""audit"""
from alembic import op
import sqlalchemy as sa

revision = "ffff11112222"
down_revision = None
branch_labels = ["audit"]
depends_on = [
    "eeee11112222"]


def upgrade():
    op.execute("CREATE TABLE audit (at timestamptz)")


def downgrade():
    op.drop_table("audit")
