"""join"""

revision = "eeee11112222"
down_revision = (
    "bbbb11112222",
    "dddd11112222",
)
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
