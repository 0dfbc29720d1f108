"""Tests of Trépied."""
