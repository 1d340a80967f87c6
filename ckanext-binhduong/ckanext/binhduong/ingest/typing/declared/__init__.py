"""What a person or the resource declares of columns, which stands before what they look like."""
