"""The rules of French typography, one topic a module; plugins.typography.french applies them in order."""
