"""Tests of plugins/base."""
