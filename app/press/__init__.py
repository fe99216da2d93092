"""THE PRESS: sets papers as PDF – shaped Devanagari, fonts of its own, text that can be searched and copied."""
