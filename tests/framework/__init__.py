"""Tests of the framework's cores: no Pelican, no build."""
