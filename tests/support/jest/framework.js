import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import '../from-source.js'
import { useGlobals } from './globals.js'

// Jest's own framework (jest-circus), with test files as modules of Node. Jest would give each test file a realm of its own and load the
// whole app into it; here a worker loads the app once. So a module keeps its state from one test file to the next.

const require = createRequire(import.meta.url)
const { default: circus } = require('jest-circus/runner')
let files = 0

export default async function framework(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  files += 1
  process.setSourceMapsEnabled(true)
  Error.prepareStackTrace = undefined // Jest's own knows no source maps but those of its realms
  process.env.TEST_DATABASE = config.testEnvironmentOptions.database ?? ''
  delete globalThis[Symbol.for('EVENT_HANDLERS')] // those of the test file before
  Object.assign(runtime, {
    requireInternalModule: path => {
      delete require.cache[path] // it holds the tests of one file
      return require(path)
    },
    setGlobalsForRuntime: useGlobals,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: path => import(`${pathToFileURL(path)}?${files}`),
  })
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  const result = await circus(globalConfig, config, environment, runtime, testPath, sendMessageToJest)
  if (process.env.CPU_LOG) {
    const { user, system } = process.cpuUsage(cpu)
    require('fs').appendFileSync(
      process.env.CPU_LOG,
      `${config.displayName?.name} ${testPath.split('/tests/')[1]} ${Math.round(performance.now() - start)} ${Math.round((user + system) / 1000)} ${result.numPassingTests} ${result.numFailingTests} ${Math.round(process.memoryUsage().rss / 1e6)}\n`,
    )
  }
  return result
}
