"""Tests of plugins/drawings."""
