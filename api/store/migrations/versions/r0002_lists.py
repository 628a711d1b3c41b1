"""Editions of the lists, what is in force, attempts, and the ledger of exclusions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lists.database import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _editions()
    _what_happens_to_them()
    _files_and_ledger()


def _editions() -> None:
    op.create_table(
        "listed_parties",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_listed_parties"),
        sa.UniqueConstraint("hash", name="uq_listed_parties_hash"),
    )
    op.create_index("ix_listed_parties_list_id_reference", "listed_parties", ["list_id", "reference"])
    op.create_table(
        "list_editions",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("members_sha256", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", Moment, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_list_editions"),
        sa.UniqueConstraint("list_id", "id", name="uq_list_editions_list_id_id"),
        sa.UniqueConstraint("list_id", "sha256", name="uq_list_editions_list_id_sha256"),
    )
    op.create_table(
        "list_edition_parties",
        sa.Column("edition", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("party", _WHOLE, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["list_editions.number"], name="fk_list_edition_parties_edition_list_editions"),
        sa.ForeignKeyConstraint(["party"], ["listed_parties.number"], name="fk_list_edition_parties_party_listed_parties"),
        sa.PrimaryKeyConstraint("edition", "party", name="pk_list_edition_parties"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_list_edition_parties_party", "list_edition_parties", ["party"])


def _what_happens_to_them() -> None:
    op.create_table(
        "lists_in_force",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("edition", _WHOLE, nullable=True),
        sa.Column("since", Moment, nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["list_editions.number"], name="fk_lists_in_force_edition_list_editions"),
        sa.PrimaryKeyConstraint("number", name="pk_lists_in_force"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lists_in_force_list_id", "lists_in_force", ["list_id"])
    op.create_table(
        "list_attempts",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("edition", _WHOLE, nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["list_editions.number"], name="fk_list_attempts_edition_list_editions"),
        sa.PrimaryKeyConstraint("number", name="pk_list_attempts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_list_attempts_list_id", "list_attempts", ["list_id"])


def _files_and_ledger() -> None:
    op.create_table(
        "list_files",
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "address", name="pk_list_files"),
    )
    op.create_table(
        "list_exclusions",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("list_id", sa.String(length=63), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_list_exclusions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_list_exclusions_list_id", "list_exclusions", ["list_id"])
