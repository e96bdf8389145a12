"""Where a holder goes: rules, progress, steps, goals, history."""
