import type { CheerioAPI } from 'cheerio'
import type { Express } from 'express'
import type { AddressInfo } from 'node:net'
import { htmlOf } from './html.ts'
import { pageProblems } from './page-check.ts'
import { sendRequest } from './request.ts'
import {
  folded,
  listed,
  multipart,
  named,
  pressing,
  urlencoded,
  valueOnPage,
  type Sending,
  type Typed,
} from './page-forms.ts'
import { testServer } from './test-server.ts'

export type { File, Typed } from './page-forms.ts'

/** A person with a separate browser. Redirects are followed, and every page is checked (`page-check.ts`). */
export interface Person {
  open(address: string): Promise<void>
  /** Follows a link by its text. Links in `<main>` are preferred to other links. */
  follow(text: string): Promise<void>
  /** Presses a button by its text, with the values of its form. */
  press(text: string, typed?: Typed): Promise<void>
  /** Sends a POST that no page offered, with the headers of the service's own pages. `multipart` is for files. */
  send(address: string, typed?: Typed, how?: 'urlencoded' | 'multipart'): Promise<void>
  readonly status: number
  /** The final address after redirects, without the host. */
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly title: string
  /** The text of `<main>`, with a space between blocks. */
  readonly text: string
  readonly html: string
  /** The body of the response, as bytes. */
  readonly content: Buffer
  /** The lines of the error summary. */
  readonly errors: string[]
  readonly headings: string[]
  readonly links: { text: string; href: string }[]
  readonly buttons: string[]
  /** The notices at the top of the page. */
  readonly notices: string[]
  valueOf(name: string): string | string[] | null
  /** The parsed page. */
  readonly $: CheerioAPI
  readonly cookies: Map<string, string>
}

/** @param app the result of `createApp`, or the address of a running server */
export function aPerson(app: Express | string, headers: Record<string, string> = {}): Person {
  const site = addressOf(app)
  const cookies = new Map<string, string>()
  let [status, address, $] = [0, '/', htmlOf('')]
  let content: Buffer = Buffer.alloc(0)
  let received: Record<string, string> = {}

  async function ask({ method, address: to, type, body }: Sending): Promise<void> {
    let next: Sending | null = { method, address: resolved(to), type, body }
    for (let hops = 0; next; hops += 1) {
      if (hops > 10) throw new Error(`${next.address} redirects without end`)
      next = await once(next)
    }
  }

  async function once(sending: Sending): Promise<Sending | null> {
    const response = await sendRequest(site + sending.address, {
      method: sending.method,
      body: sending.body,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        Accept: 'text/html',
        ...headers,
        ...(cookies.size > 0 ? { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(sending.type ? { 'Content-Type': sending.type } : {}),
      },
    })
    keepCookies(response.headers['set-cookie'])
    const { location } = response.headers
    ;[status, address, received] = [response.status, sending.address, response.headers as Record<string, string>]
    if (typeof location === 'string' && [301, 302, 303].includes(status))
      return { method: 'get', address: resolved(location), type: null, body: null }
    content = response.content
    const isPage = received['content-type']?.startsWith('text/html') ?? false
    $ = htmlOf(isPage ? content.toString() : '')
    const wrong = isPage ? pageProblems($) : []
    if (wrong.length > 0)
      throw new Error(
        `${sending.method.toUpperCase()} ${address} (${status}, "${folded($('title').text())}"): ${wrong.join('; ')}`,
      )
    return null
  }

  /** @throws for addresses of other sites, because a person in a test never leaves our pages */
  function resolved(to: string): string {
    const url = new URL(to || address, new URL(address, 'http://localhost'))
    if (!['localhost', '127.0.0.1'].includes(url.hostname)) throw new Error(`${to} leads away from us`)
    return url.pathname + url.search
  }

  function keepCookies(given: unknown): void {
    for (const cookie of (given ?? []) as string[]) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) cookies.delete(name!)
      else cookies.set(name!, value!)
    }
  }

  /** @throws before the first response, so that a test never reads a page that nobody opened */
  const shown = (): CheerioAPI => {
    if (status === 0) throw new Error('no page is open yet')
    return $
  }
  const texts = (selector: string): string[] =>
    shown()(selector)
      .map((_, element) => folded($(element).text()))
      .get()
  return {
    open: to => ask({ method: 'get', address: to, type: null, body: null }),
    follow: async text => {
      const inMain = shown()('main a[href]')
        .get()
        .some(link => folded($(link).text()).startsWith(text))
      await ask({
        method: 'get',
        address: named($, inMain ? 'main a[href]' : 'a[href]', text).attr('href')!,
        type: null,
        body: null,
      })
    },
    press: async (text, typed = {}) => ask(pressing(shown(), text, typed)),
    send: (to, typed = {}, how = 'urlencoded') =>
      ask({ method: 'post', address: to, ...(how === 'multipart' ? multipart : urlencoded)(listed(typed)) }),
    valueOf: name => valueOnPage(shown(), name),
    cookies,
    get status() {
      return status
    },
    get address() {
      return address
    },
    get headers() {
      return received
    },
    get content() {
      return content
    },
    get $() {
      return shown()
    },
    get html() {
      return shown() && content.toString()
    },
    get title() {
      return folded(shown()('title').text())
    },
    get text() {
      return folded(apart(shown()('main').clone()).text())
    },
    get errors() {
      return texts('.govuk-error-summary li')
    },
    get headings() {
      return texts('main h1, main h2, main h3')
    },
    get buttons() {
      return texts('main button')
    },
    get notices() {
      return texts('main .los-said[role=alert]')
    },
    get links() {
      return shown()('main a[href]')
        .map((_, link) => ({ text: folded($(link).text()), href: $(link).attr('href')! }))
        .get()
    },
  }
}

/** Adds spaces between blocks: "Name Amina", not "NameAmina". */
const apart = (main: ReturnType<CheerioAPI>): ReturnType<CheerioAPI> =>
  main
    .find('p, li, div, h1, h2, h3, h4, td, th, dt, dd, br, label, legend, button, summary, option, svg')
    .after(' ')
    .end()

/** @returns the address of a running server. An app is first started on a free port. */
function addressOf(app: Express | string): string {
  if (typeof app === 'string') return app
  const server = testServer(app).listen(0).unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
