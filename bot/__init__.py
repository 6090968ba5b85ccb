"""Practice Line: curated guidance, services and supervision for people who work with children and families."""
