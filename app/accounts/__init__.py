"""ACCOUNTS: officers, sessions, sign-in – verbs."""
