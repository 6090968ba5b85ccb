"""Content as data: read from files with bounds, checked, and published as one frozen Edition."""
