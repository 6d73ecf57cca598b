"""Studies that ask many questions: scenarios compared, rankings, sweeps."""
