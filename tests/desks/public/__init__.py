"""DESK: the complainant's own pages, tests."""
