"""Doubles of what lies outside: what tests talk to in its place."""
