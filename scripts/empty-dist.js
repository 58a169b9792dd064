import { rmSync } from 'node:fs'

// A compiled file whose source is gone would still be found: a migration renamed would run twice.
for (const folder of ['src', 'migrations', 'scripts', 'assets'])
  rmSync(new URL(`../dist/${folder}`, import.meta.url), { recursive: true, force: true })
