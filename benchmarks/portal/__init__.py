"""What anonymous readers of the whole portal are answered, beside stock CKAN: nothing kept, warm, and with one change a second."""
