import type Axe from 'axe-core'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { projectFolder } from '../../src/config.ts'
import { signedIn, type APerson } from './factories.ts'
import type { Service } from './service.ts'

export interface TestBrowser {
  /** Opens a window with its own cookies. The options can set a phone’s width or switch scripts off. */
  newPerson(options?: BrowserContextOptions): Promise<BrowserContext>
  /**
   * Requests to other machines, script errors and what the content security policy blocked. `close` throws if there are
   * any.
   */
  readonly complaints: string[]
  close(): Promise<void>
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=RenderDocument', // otherwise each page load creates a new frame, which is slow
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let running: Promise<Browser> | undefined

/** One browser for all test files of a worker, because starting one takes seconds. It closes with the worker. */
async function theBrowser(): Promise<Browser> {
  if (running && (await running).isConnected()) return running
  if (!existsSync(join(projectFolder, 'dist', 'assets')))
    throw new Error('Without styles and scripts, pages are not as people see them. Run `npm run build` first.')
  const { path, env } = installed() ?? unpacked()
  running = start(path, env)
  running.catch(() => {
    running = undefined // so that the next test file starts the browser again
  })
  return running
}

/** @throws when the project is not built, or the browser cannot be unpacked or does not start */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await theBrowser()
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  return {
    complaints,
    newPerson: async options => {
      const context = await browser.newContext(options)
      contexts.push(context)
      context.on('request', request => {
        if (!isHere(request.url())) complaints.push(`a request left this machine: ${request.url()}`)
      })
      context.on('console', message => {
        if (/content security policy/i.test(message.text())) complaints.push(message.text())
      })
      context.on('weberror', problem => complaints.push(`a script fell over: ${problem.error().message}`))
      return context
    },
    close: async () => {
      for (const context of contexts) await context.close()
      if (complaints.length > 0) throw new Error(complaints.join('\n'))
    },
  }
}

/** Opens an empty window in which the person is signed in. Addresses without a host are the service's. */
export async function windowOf(
  browser: TestBrowser,
  service: Service,
  person: APerson,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const { cookies } = await signedIn(service, person)
  const url = `http://127.0.0.1:${(service.server.address() as { port: number }).port}`
  const context = await browser.newPerson({ baseURL: url, ...options })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

/** The width of the page in pixels. It is more than the width of the window if the page scrolls sideways. */
export async function widthOf(page: Page): Promise<number> {
  await page.waitForLoadState() // until the styles are loaded, long addresses do not wrap
  return page.locator('html').evaluate(html => html.scrollWidth)
}

/** The problems that axe finds on the page, up to WCAG 2.2 AA: one line for each rule and place. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.waitForLoadState() // axe measures links and buttons, which are too small until the styles are loaded
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const findings = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof Axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
      preload: { assets: ['media'] }, // not the stylesheets, which these rules do not need
    })
    return violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${help} · ${node.target.join(' ')}`))
  })
  return findings.map(finding => `${new URL(page.url()).pathname} · ${finding}`)
}

/** Opens every `<details>` of a page, because tests and axe cannot see or use collapsed content. */
export const openFolds = (page: Page): Promise<void> =>
  page.locator('details:not([open])').evaluateAll(folds => {
    for (const fold of folds) fold.setAttribute('open', '')
  })

async function start(executablePath: string, env: Record<string, string>): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath,
      args: flags,
      env: { ...(process.env as Record<string, string>), ...env },
    })
  } catch (problem) {
    throw new Error(`The tests need a Chromium browser, and the one at ${executablePath} would not start.`, {
      cause: problem,
    })
  }
}

const isHere = (url: string): boolean =>
  /^(data|blob|about):/.test(url) || ['localhost', '127.0.0.1'].includes(new URL(url).hostname)

function installed(): { path: string; env: Record<string, string> } | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const path = (process.env.PATH ?? '')
    .split(':')
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(existsSync)
  return path ? { path, env: {} } : null
}

/** The browser from `npm ci`, unpacked at first use. Its libraries and fonts are used where the machine lacks them. */
function unpacked(): { path: string; env: Record<string, string> } {
  const cache = join(projectFolder, 'node_modules', '.cache')
  const { version } = createRequire(import.meta.url)(
    join(projectFolder, 'node_modules/@sparticuz/chromium/package.json'),
  ) as { version: string }
  const folder = join(cache, `chromium-${version}`)
  if (!existsSync(folder)) unpackInto(folder, cache)
  const path = join(folder, 'chromium')
  const lacksLibraries = spawnSync('ldd', [path], { encoding: 'utf8' }).stdout?.includes('not found') ?? false
  const lacksFonts = !existsSync('/etc/fonts/fonts.conf')
  return {
    path,
    env: {
      ...(lacksLibraries ? { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } : {}),
      ...(lacksFonts ? { FONTCONFIG_PATH: join(folder, 'fonts') } : {}),
    },
  }
}

/** The package unpacks into TMPDIR. It unpacks its libraries only when the environment looks like AWS Lambda. */
function unpackInto(folder: string, cache: string): void {
  mkdirSync(cache, { recursive: true })
  const draft = mkdtempSync(join(cache, 'draft-'))
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: projectFolder,
    env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'nodejs20.x' },
  })
  if (!readdirSync(draft).includes('chromium'))
    throw new Error('The tests need a Chromium browser, and the package that brings it could not be unpacked.')
  try {
    renameSync(draft, folder)
  } catch (problem) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw problem // another test file has already unpacked it
  }
}
