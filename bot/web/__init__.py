"""The web chat: a page that works as plain forms and better with a small script, health checks, and the webhook's door."""
