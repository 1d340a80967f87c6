"""The features service beside tipg, pygeoapi and bare SQL."""
