"""Cards: pure functions from values of the catalogue to what a message shows."""
