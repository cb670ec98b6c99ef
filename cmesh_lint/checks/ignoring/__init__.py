"""Rules about comments and annotations that ignore findings; the sieve speaks for them."""
