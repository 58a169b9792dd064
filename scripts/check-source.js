import { spawn } from 'node:child_process'
import { once } from 'node:events'

// Runs the checks of `npm run check` that need no tests. Each lane keeps one processor busy, and the two lanes take
// about equally long.

const lanes = [
  ['lint', 'types'],
  ['check:format', 'check:layout'],
]

/** Runs a script of package.json. Prints its output when it has ended. */
async function passes(name) {
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => said.push(text))
  const [code] = await once(child, 'close')
  process.stdout.write(`${code === 0 ? 'PASS' : 'FAIL'} ${name}\n${Buffer.concat(said)}`)
  return code === 0
}

const results = await Promise.all(
  lanes.map(async lane => {
    for (const name of lane) if (!(await passes(name))) return false
    return true
  }),
)
process.exitCode = results.every(Boolean) ? 0 : 1
