"""What a workbook says beyond the values that calamine gives, and the format that calamine does not read."""
