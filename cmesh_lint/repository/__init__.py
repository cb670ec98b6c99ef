"""All manifests → an index of CECs, Services, Secrets and policies, and the references between them."""
