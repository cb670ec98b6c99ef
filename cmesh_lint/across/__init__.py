"""What shows only when all manifests are known: references between CECs and to what stands beside them."""
