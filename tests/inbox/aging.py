"""A database as version 1 of the inbox left it, with the rows of one that lived."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, insert, inspect, select

from plugins.inbox.service import Inbox

SCRIPT = Path(__file__).with_name("version_1.sql")

Rows = dict[str, list[dict[str, Any]]]


def rows_of(connection: Connection) -> Rows:
    """Return all rows of all tables."""
    known = MetaData()
    known.reflect(connection)
    return {
        name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for name, table in known.tables.items()
    }


def age(inbox: Inbox) -> Rows:
    """Make the database of an inbox what version 1 would have left with its rows; return them, and close it."""
    engine = inbox.database.engine
    with engine.connect() as connection:
        rows = rows_of(connection)
    if inbox.database.is_sqlite:
        inbox.close()
        assert inbox.database.path is not None
        for path in inbox.database.path.parent.glob("inbox.db*"):
            path.unlink()
    with engine.begin() as connection:
        if not inbox.database.is_sqlite:
            MetaData.reflect(everything := MetaData(), connection)
            everything.drop_all(connection)
        for statement in SCRIPT.read_text("ascii").split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        old = MetaData()
        old.reflect(connection)
        kept = {
            name: [{column.name: row[column.name] for column in table.columns} for row in rows[name]]
            for name, table in old.tables.items()
        }
        kept["schema_version"] = [{"version": 1}]
        for name, table in old.tables.items():
            if kept[name]:
                connection.execute(insert(table), kept[name])
    engine.dispose()
    return kept


def shape(engine: Engine) -> dict[str, Any]:
    """Return the tables with their columns, keys and indexes, whatever their order; not that of the version."""
    found = inspect(engine)
    return {
        name: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]).strip("'()"))
                for column in found.get_columns(name)
            ),
            "key": found.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(unique["column_names"] for unique in found.get_unique_constraints(name)),
            "indexes": sorted((str(one["name"]), one["column_names"]) for one in found.get_indexes(name)),
        }
        for name in found.get_table_names()
        if name != "schema_version"
    }
