"""The options that commands have in common, as click takes them."""
