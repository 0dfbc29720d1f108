"""A small invented site and its expected output."""
