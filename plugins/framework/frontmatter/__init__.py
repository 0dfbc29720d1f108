"""Front matter, from a file's bytes to typed models, with each mistake as a finding at its line and column."""
