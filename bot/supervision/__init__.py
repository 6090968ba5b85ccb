"""Supervision: when check-ins are, who is reminded when, what became of them, who hears if nothing did. Pure."""
