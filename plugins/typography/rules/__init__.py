"""The rules of French typography, one concern a module; plugins.typography.french applies them in order."""
