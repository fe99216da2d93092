"""THE TESTS of the desk of hearings."""
