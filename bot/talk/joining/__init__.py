"""Joining, and who is who: invitations, devices, the notice about what is kept, teams, handing over, leaving."""
