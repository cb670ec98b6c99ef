"""What stanzas and kustomizations come to: judged as if it stood in files, and blamed on the files that people edit."""
