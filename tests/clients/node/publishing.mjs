// Publishes a build while a server is running, as `spinoff-graph build` does: a file renamed over another.
import { renameSync } from 'node:fs';

// The server looks for new builds from its first subscription on; what it looked at first must be the old one.
export async function publish(next, database) {
  await new Promise((resolve) => { setTimeout(resolve, 1500); });
  renameSync(next, database);
}
