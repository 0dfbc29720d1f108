"""The rules of French typography, one topic a module; plugins.typography.french_rules applies them in order."""
