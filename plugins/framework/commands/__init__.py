"""Commands for authors and developers: new article, missing ids, JSON Schemas, translation catalogues."""
