"""Front matter: decoded, parsed and validated into typed models; each mistake is a finding with line and column."""
