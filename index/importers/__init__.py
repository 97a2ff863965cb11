"""Documents to domain objects: pure, tolerant, every oddity a reported problem."""
