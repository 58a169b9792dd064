import { rmSync } from 'node:fs'

// Deletes old compiled files. The output of a deleted source file would still run, and a renamed migration would run
// twice.
for (const folder of ['src', 'migrations', 'scripts', 'assets'])
  rmSync(new URL(`../dist/${folder}`, import.meta.url), { recursive: true, force: true })
