"""Practice Line: curated guidance, services and supervision for people who work with children and families."""

import zoneinfo

# Zones come from the package whose version is pinned, never from the machine: replicas agree, and a change of rules is noticed.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
