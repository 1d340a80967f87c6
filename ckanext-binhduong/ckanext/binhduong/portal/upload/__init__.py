"""The guided upload: a file is read and looked at together with its officer before anything is published."""
