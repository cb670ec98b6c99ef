"""All rules as a book: the list of cards, and the page of each."""
