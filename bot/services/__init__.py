"""Services and emergency numbers: what they are and which are right for a place. Pure."""
