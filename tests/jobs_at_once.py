"""Background work where no thread works in the background: who waits for a job does it."""

from __future__ import annotations

from wallet.jobs.queue import Jobs


class JobsAtOnce(Jobs):
    def wait_for(self, job_id: str, seconds: float) -> bool:
        self.run(job_id)
        return super().wait_for(job_id, 0)
