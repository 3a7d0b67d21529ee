"""A database of its own for people who act at the same time, each on a connection."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

# Seconds until what waits for another is taken for hung.
PATIENCE = 120


@pytest.fixture
def shared_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A copy of the test database where what is written stays written.

    PostgreSQL only: SQLite lets one connection write at a time. `.ci/run` runs the
    suite on PostgreSQL too. A run that selects only these tests makes no database at
    all: select one marked `django_db` with them. Returns its name.
    """
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: name one in DATABASE_URL")
    with django_db_blocker.unblock():
        connections.close_all()
        template = connection.settings_dict["NAME"]
        copy = f"{template}_shared_{os.getpid()}"
        _maintain(f'DROP DATABASE IF EXISTS "{copy}"')
        _maintain(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = copy
        try:
            yield copy
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            _maintain(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _maintain(statement: str) -> None:
    # No connection may stand in the database that is copied or dropped.
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def at_once(shared_database) -> Callable[..., list[Any]]:
    """Call a function with each argument, all on connections of their own.

    Returns what each call returned, or the exception it raised, in their order.
    """

    def run(function: Callable[[Any], Any], arguments: list[Any], width: int = 20):
        start = threading.Barrier(min(width, len(arguments)))

        def one(position: int) -> Any:
            if position < start.parties:
                start.wait(timeout=PATIENCE)
            try:
                return function(arguments[position])
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=start.parties) as people:
            return list(people.map(one, range(len(arguments))))

    return run
