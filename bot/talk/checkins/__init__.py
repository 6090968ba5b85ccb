"""Living with check-ins: reminders, moving, what became of it, replies in words, what to take along, agreed actions, leave."""
