"""The commands of an author and a developer: new article, ids, JSON schemas, translations."""
