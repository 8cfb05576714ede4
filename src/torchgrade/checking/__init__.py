"""The judge's side: the pytest plugin, the proxies that checks use, assertions and diagnosis."""
