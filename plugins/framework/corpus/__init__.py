"""All texts together: which stand under which term, how balanced they are, and what only shows across files."""
