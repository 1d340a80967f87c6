"""What a layer's file needs before GDAL may read it."""
