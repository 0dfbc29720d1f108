"""Tests of plugins/preview."""
