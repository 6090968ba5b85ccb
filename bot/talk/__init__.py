"""The conversation, channel-neutral and pure: an incoming message and what is known become a turn."""
