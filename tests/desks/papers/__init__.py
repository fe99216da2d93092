"""THE TESTS of the desk of papers."""
