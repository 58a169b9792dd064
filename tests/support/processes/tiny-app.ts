import { recoverFiles } from '../../../src/files/recover.ts'
import { tinyApp, tinyParts } from '../tiny-app.ts'

// Runs the tiny app (tiny-app.ts) as a separate process:
// node --import ./tests/support/from-source.js tests/support/processes/tiny-app.ts <folder>

const parts = await tinyParts(process.argv[2]!)
await recoverFiles(parts)
const server = tinyApp(parts).listen(0, '127.0.0.1', () =>
  process.stdout.write(`${(server.address() as { port: number }).port}\n`),
)
