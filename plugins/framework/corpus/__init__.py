"""Computations over all articles: lists by term, balance (evenness), and checks across files."""
