// Publishes a build while a server is running, as `spinoff-graph build` does: a file renamed over another.
import { renameSync } from 'node:fs';

// Call it once a live answer is there: whoever has one is told of whatever comes after it.
export function publish(next, database) {
  renameSync(next, database);
}
