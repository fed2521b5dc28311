'''add mail'''
import sqlalchemy as sa
from alembic import op

revision = 'bbbb' '11112222'
down_revision = 'aaaa11112222'  # the first


def upgrade():
    op.add_column("users", sa.Column("mail", sa.Text))


def downgrade():
    op.drop_column("users", "mail")
