"""What all desks share: pages and partials, the guard, errors, language, entries."""
