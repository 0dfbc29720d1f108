"""What standard tools say of everything that is built: the Nu HTML checker, and lychee for links."""
