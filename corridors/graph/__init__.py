"""The state graph: a network compiled to arrays."""
