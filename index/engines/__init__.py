"""Adapters that store postings and score them, behind the port in index.search.engine."""
