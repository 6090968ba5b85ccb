"""Thin adapters: a channel turns its own messages into `Incoming` and a drawn reply into its own markup."""
