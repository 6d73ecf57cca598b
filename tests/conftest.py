import pytest
from toy import toy_network

import corridors as co


@pytest.fixture(scope="session")
def toy():
    return toy_network()


@pytest.fixture(scope="session")
def net():
    return co.load()
