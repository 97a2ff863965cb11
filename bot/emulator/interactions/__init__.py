"""Interactions: what was asked, what may answer it, and what became of it."""
