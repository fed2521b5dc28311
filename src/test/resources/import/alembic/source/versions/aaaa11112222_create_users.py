"""create users

Revision ID: aaaa11112222
Revises:
Create Date: 2024-01-01 10:00:00

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "aaaa11112222"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text, server_default="it's; -- Running upgrade x -> y"))


def downgrade():
    op.drop_table("users")
