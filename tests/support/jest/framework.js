import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import '../from-source.js'
import { useGlobals } from './globals.js'

// Runs jest-circus with test files as Node modules.
// Each worker loads the app once, not for each file, so modules keep their state between test files.

const require = createRequire(import.meta.url)
const { default: circus } = require('jest-circus/runner')
const hooks = require('node:async_hooks')
let files = 0

// oxlint-disable-next-line max-params -- Jest calls it with these
export default async function framework(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  files += 1
  process.setSourceMapsEnabled(true)
  Error.prepareStackTrace = undefined // Jest’s own source-map-support does not know the source maps of the service.
  process.env.TEST_DATABASE = config.testEnvironmentOptions.database ?? ''
  delete globalThis[Symbol.for('EVENT_HANDLERS')] // event handlers of the previous test file
  Object.assign(runtime, {
    requireInternalModule: path => {
      delete require.cache[path] // loaded again for each test file, because it holds that file's state
      return withoutAsyncHooks(() => require(path))
    },
    setGlobalsForRuntime: useGlobals,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: path => import(`${pathToFileURL(path)}?${files}`),
  })
  return circus(globalConfig, config, environment, runtime, testPath, sendMessageToJest)
}

/**
 * Jest keeps the running test in an AsyncLocalStorage, which slows every promise down. Our tests run one after another,
 * so a variable is enough.
 */
function withoutAsyncHooks(load) {
  const given = Object.getOwnPropertyDescriptor(hooks, 'AsyncLocalStorage')
  Object.defineProperty(hooks, 'AsyncLocalStorage', { value: OneAtATime, configurable: true, enumerable: true })
  try {
    return load()
  } finally {
    Object.defineProperty(hooks, 'AsyncLocalStorage', given)
  }
}

class OneAtATime {
  getStore() {
    return this.store
  }
  async run(store, act) {
    const before = this.store
    this.store = store
    try {
      return await act()
    } finally {
      this.store = before
    }
  }
}
