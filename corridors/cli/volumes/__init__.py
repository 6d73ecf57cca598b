"""Commands about volumes of goods, registered by being imported."""
