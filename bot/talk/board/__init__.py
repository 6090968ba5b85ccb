"""The board of supervisors and managers, one's own history, and files to take along."""
