import { rmSync } from 'node:fs'

// A compiled file whose source was deleted would still be found. A renamed migration would run twice.
for (const folder of ['src', 'migrations', 'scripts', 'assets'])
  rmSync(new URL(`../dist/${folder}`, import.meta.url), { recursive: true, force: true })
