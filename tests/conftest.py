import pytest
from hypothesis import settings
from toy import toy_network

import corridors as co

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def toy():
    return toy_network()


@pytest.fixture(scope="session")
def net():
    return co.load()
