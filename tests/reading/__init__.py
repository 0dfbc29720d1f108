"""Tests of what helps to read a text."""
