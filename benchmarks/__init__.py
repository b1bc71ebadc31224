"""How fast the house is, beside its peers: ``python -m benchmarks [names…]``; never part of the tests."""
