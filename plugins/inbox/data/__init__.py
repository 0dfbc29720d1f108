"""The database: schema and migrations, typed rows, the decision log (HMAC chain), derived keys and signed tokens."""
