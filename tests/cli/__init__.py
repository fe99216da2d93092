"""THE TESTS of the office machine's commands."""
