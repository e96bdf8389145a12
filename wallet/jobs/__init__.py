"""Background work: one table, one schedule, turns by holder."""
