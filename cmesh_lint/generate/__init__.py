"""What makes the generated files: schemas, pages, tables. Not imported by the tool."""
