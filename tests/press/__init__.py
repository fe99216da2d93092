"""THE TESTS of the press."""
