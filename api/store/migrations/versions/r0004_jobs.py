"""Jobs: uploaded files, jobs, and the tasks workers do for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lists.database import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COUNTS = ("rows_done", "clear", "review", "block", "error", "hits", "lines", "repeated", "chunks")


def upgrade() -> None:
    """Make the tables."""
    _files()
    _jobs()
    _tasks()


def _files() -> None:
    op.create_table(
        "job_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_files"),
    )
    op.create_index("ix_job_files_expires_at", "job_files", ["expires_at"])
    op.create_index("ix_job_files_tenant_id", "job_files", ["tenant", "id"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file", sa.String(length=36), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("started_at", Moment, nullable=True),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("expires_at", Moment, nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=True),
        sa.Column("ending", sa.LargeBinary(), nullable=True),
        sa.Column("callback", sa.String(length=10), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_expires_at", "jobs", ["expires_at"])
    op.create_index("ix_jobs_state", "jobs", ["state"])
    op.create_index("ix_jobs_tenant_id", "jobs", ["tenant", "id"])


def _tasks() -> None:
    op.create_table(
        "job_tasks",
        sa.Column("job", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("lease", sa.String(length=36), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("done_at", Moment, nullable=True),
        sa.Column("input", sa.LargeBinary(), nullable=True),
        sa.Column("output", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_job_tasks_job_jobs"),
        sa.PrimaryKeyConstraint("job", "kind", "number", name="pk_job_tasks"),
    )
    op.create_index("ix_job_tasks_due_at_rank_number", "job_tasks", ["due_at", "rank", "number"])
    op.create_index("ix_job_tasks_lease", "job_tasks", ["lease"])
