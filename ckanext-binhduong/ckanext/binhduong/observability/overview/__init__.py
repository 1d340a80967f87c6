"""How the portal is now, for one page: everything asked at the same time, and which alarms it would raise."""
