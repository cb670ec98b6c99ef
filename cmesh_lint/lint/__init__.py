"""Documents → findings: the checks of a single file, of all files together, and the workers that share them out."""
