import { aPerson, type File, type Person, type Typed as TypedByHttp } from '../support/person.ts'
import { folded } from '../support/page-forms.ts'
import type { Place, Typed, Upload, Walker } from './walker.ts'

/** Returns a walker that requests pages and sends forms by HTTP, as a browser without scripts would. */
export async function httpWalker({ review, service }: Omit<Place, 'browser'>, role: string): Promise<Walker> {
  const person = aPerson(service)

  async function arrive(going: () => Promise<unknown>, expecting = 200): Promise<void> {
    await going()
    const { status, address, headers, html } = person
    if (status !== expecting) throw new Error(`${role} came to ${address} and got ${status}: ${person.text}`)
    await review.ofFetched({ url: new URL(address, service).href, status, headers, html }, role)
  }

  /** Returns the file that an action downloads, then opens the previous page again. */
  async function download(called: string, going: () => Promise<void>): Promise<Buffer> {
    const { address } = person
    await going()
    if (!/^attachment/.test(person.headers['content-disposition'] ?? '')) throw new Error(`"${called}" is no download`)
    const { content } = person
    await person.open(address)
    return content
  }

  return {
    role,
    text: async () => person.text,
    html: async () => person.$,
    address: () => new URL(person.address, service).pathname,
    open: (to, expecting) => arrive(() => person.open(to), expecting),
    follow: async (called, to = 'a page') => {
      const link = theOnly(person, 'a[href]', called)
      if (to === 'a page') return arrive(() => person.follow(link))
      await download(called, () => person.follow(link))
    },
    press: (called, typed = {}, expecting) =>
      arrive(() => person.press(theOnly(person, 'button', called), asFiles(typed)), expecting),
    download: (called, typed) =>
      download(called, () =>
        typed
          ? person.press(theOnly(person, 'button', called), asFiles(typed))
          : person.follow(theOnly(person, 'a[href]', called)),
      ),
  }
}

/**
 * Finds a link or button by its text or the start of its text. Looks in `<main>` first.
 * @returns the whole text of the link or button
 * @throws when there is none, or when several have different texts
 */
function theOnly({ $, address }: Person, kind: string, called: string): string {
  const texts = (place: string) => [
    ...new Set(
      $(`${place} ${kind}`)
        .get()
        .map(element => folded($(element).text())),
    ),
  ]
  for (const among of [texts('main'), texts('body')]) {
    for (const isIt of [(text: string) => text === called, (text: string) => text.startsWith(called)]) {
      const found = among.filter(isIt)
      if (found.length === 1) return found[0]!
      if (found.length > 1) throw new Error(`${found.length} things are called "${called}" on ${address}`)
    }
  }
  throw new Error(`nothing is called "${called}" on ${address}: ${texts('body').join(' · ')}`)
}

const isUpload = (value: unknown): value is Upload => typeof value === 'object' && value !== null && 'buffer' in value

function asFiles(typed: Typed): TypedByHttp {
  const one = (value: string | Upload): string | File =>
    isUpload(value) ? { name: value.name, type: value.mimeType, content: value.buffer } : value
  return Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [name, Array.isArray(value) ? value.map(one) : value]),
  ) as TypedByHttp
}
