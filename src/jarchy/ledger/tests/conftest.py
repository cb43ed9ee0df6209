import pytest

from jarchy.ledger.tests import cast


@pytest.fixture
def edition(db):
    cast.make_territory()
    return cast.make_edition()
