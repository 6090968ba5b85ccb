"""Numbers first, then a picture."""
