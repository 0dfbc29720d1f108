"""Tests of the words and dates."""
