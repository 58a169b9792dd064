import { rmSync } from 'node:fs'

// Deletes old compiled files. The output of a deleted source file would still run, and a renamed migration would run
// twice.
for (const name of ['built', 'src', 'migrations', 'scripts', 'service', 'assets'])
  rmSync(new URL(`../dist/${name}`, import.meta.url), { recursive: true, force: true })
