"""The list of open data, the changes of its plan and the figures of lateness as one dataset of the portal, kept by the portal itself."""
