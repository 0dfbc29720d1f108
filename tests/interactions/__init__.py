"""Tests of plugins/interactions: records, threads, pages and feeds of the conversation."""
