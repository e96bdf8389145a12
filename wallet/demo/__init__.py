"""The demo's own issuer: sample badges that hold, and some that do not. Mounted in the demo only."""
