"""index"""
from alembic import op

revision = "dddd11112222"
down_revision = "cccc11112222"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_name", "users", ["name"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("users_name")
