"""The portal's machinery: installs what is missing, makes an instance, starts, watches and stops its processes.

Standard library only: it runs before the Python environment exists. ``bin/portal`` is its command line, the Makefile its
short names. ``commands`` puts together what ``install``, ``services`` and ``backups`` do.
"""
