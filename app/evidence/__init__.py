"""Room of evidence: what a file truly is, what of it may be kept, and where it is kept."""
