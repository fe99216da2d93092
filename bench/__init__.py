"""THE BENCH: what the house costs – bytes, SQL statements and CPU of its main pages. Printed, never asserted."""
