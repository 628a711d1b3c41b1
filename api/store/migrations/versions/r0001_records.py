"""Records, the chain over them, subjects and their keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lists.database import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _what_records_refer_to()
    _records()
    _what_refers_to_records()


def _what_records_refer_to() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("sequence", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_checkpoints"),
    )
    op.create_table(
        "deployment",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_deployment"),
    )
    op.create_table(
        "documents",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_documents"),
    )
    op.create_table(
        "subjects",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("reference_hash", sa.String(length=64), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("erased_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_subjects"),
        sa.UniqueConstraint("tenant", "reference_hash", name="uq_subjects_tenant_reference_hash"),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_at", Moment, nullable=False),
        sa.Column("placed_by", sa.String(length=200), nullable=False),
        sa.Column("lifted_at", Moment, nullable=True),
        sa.Column("lifted_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["subject"], ["subjects.id"], name="fk_holds_subject_subjects"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_subject", "holds", ["subject"])


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("policy", sa.String(length=64), nullable=True),
        sa.Column("basis", sa.String(length=64), nullable=True),
        sa.Column("batch", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["basis"], ["documents.hash"], name="fk_records_basis_documents"),
        sa.ForeignKeyConstraint(["policy"], ["documents.hash"], name="fk_records_policy_documents"),
        sa.ForeignKeyConstraint(["subject"], ["subjects.id"], name="fk_records_subject_subjects"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
    )
    op.create_index("ix_records_at", "records", ["at"])
    op.create_index("ix_records_batch", "records", ["batch"])
    op.create_index("ix_records_subject", "records", ["subject"])
    op.create_index("ix_records_tenant_kind_id", "records", ["tenant", "kind", "id"])
    op.create_index("ix_records_tenant_outcome_id", "records", ["tenant", "outcome", "id"])


def _what_refers_to_records() -> None:
    op.create_table(
        "chain",
        sa.Column("sequence", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_chain_record_records"),
        sa.PrimaryKeyConstraint("sequence", name="pk_chain"),
        sa.UniqueConstraint("record", name="uq_chain_record"),
    )
    op.create_table(
        "idempotency",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_idempotency_record_records", deferrable=True, initially="DEFERRED"),
        sa.PrimaryKeyConstraint("tenant", "caller", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_expires_at", "idempotency", ["expires_at"])

    op.create_table(
        "pending",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_pending_record_records"),
        sa.PrimaryKeyConstraint("number", name="pk_pending"),
        sa.UniqueConstraint("record", name="uq_pending_record"),
        sqlite_autoincrement=True,
    )
