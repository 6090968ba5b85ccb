"""Alembic's entry: runs on the connection that `migrate` hands over, in one transaction."""

from alembic import context

from bot.store.office_tables import metadata

connection = context.config.attributes["connection"]
sqlite = connection.dialect.name == "sqlite"
context.configure(connection=connection, target_metadata=metadata, render_as_batch=sqlite)
driver = connection.connection.driver_connection
if sqlite:
    # Connections are in autocommit here: without this, half a migration could stay.
    driver.execute("BEGIN IMMEDIATE")
try:
    with context.begin_transaction():
        context.run_migrations()
except BaseException:
    if sqlite and driver.in_transaction:
        driver.execute("ROLLBACK")
    raise
if sqlite:
    driver.execute("COMMIT")
