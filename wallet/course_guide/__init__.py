"""Five steps in which an institution describes a micro-credential."""
