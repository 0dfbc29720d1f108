"""The database: tables, migrations, items, the log of decisions, keys and tokens."""
