import { load } from 'cheerio'
import { looksLikeId } from '../../src/db/ids.ts'

/** A page as opened by one person. */
export interface FoundPage {
  role: string
  /** its address without ids, such as /awards/:id?status=valid */
  name: string
  path: string
  cookie: string
}

/** The maximum number of variants of one page, such as its filters, that are measured. */
const mostVariants = 15
const searched = 'library'

/**
 * Follows links and search forms from /home, and returns each page once, by its address without ids. Downloads are left
 * out.
 */
export async function pagesOpenTo(port: number, role: string, cookie: string): Promise<FoundPage[]> {
  const found = new Map<string, FoundPage>()
  const variants = new Map<string, number>()
  const waiting = ['/home']
  const seen = new Set<string>()
  while (waiting.length > 0) {
    const path = waiting.shift()!
    const name = nameOf(path)
    const page = name.split('?')[0]!
    if (seen.has(name) || (variants.get(page) ?? 0) >= mostVariants) continue
    seen.add(name)
    variants.set(page, (variants.get(page) ?? 0) + 1)
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie }, redirect: 'manual' })
    const isPage = answer.status === 200 && answer.headers.get('content-type')?.includes('text/html')
    if (!isPage) {
      await answer.body?.cancel()
      continue
    }
    found.set(name, { role, name, path, cookie })
    waiting.push(...linksIn(await answer.text(), path))
  }
  return [...found.values()]
}

function linksIn(html: string, from: string): string[] {
  const $ = load(html)
  const links = $('a[href]')
    .toArray()
    .map(link => $(link).attr('href')!.split('#')[0]!)
  const searches = $('form')
    .toArray()
    .filter(form => ($(form).attr('method') ?? 'get').toLowerCase() === 'get')
    .flatMap(form => queriesOf($, form).map(query => `${$(form).attr('action') ?? from.split('?')[0]!}?${query}`))
  return [...links, ...searches].filter(isOurs)
}

type Document = ReturnType<typeof load>

/** A search for one word, and each option of each list by itself. */
function queriesOf($: Document, form: Parameters<Document>[0]): string[] {
  const fields = $(form).find('input[type=text], input[type=search]').toArray()
  const words = fields.map(field => [$(field).attr('name'), searched] as const)
  const options = $(form)
    .find('select')
    .toArray()
    .flatMap(list =>
      $(list)
        .find('option')
        .toArray()
        .map(option => [$(list).attr('name'), $(option).attr('value') ?? ''] as const),
    )
  return [...words, ...options].flatMap(([name, value]) =>
    name && value ? [new URLSearchParams({ [name]: value }).toString()] : [],
  )
}

const isOurs = (href: string): boolean =>
  href.startsWith('/') &&
  !href.startsWith('//') &&
  !/^\/(sign-out|assets|health|demo)/.test(href) &&
  !/\.(pdf|zip|csv|xlsx|ics|json|svg|docx)(\?|$)/.test(href)

/** An address without ids, numbers, codes and dates. */
export function nameOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  const segments = pathname.split('/')
  const named = segments.map((part, index) => (segments[index - 1] === 'criteria' ? ':code' : withoutId(part)))
  const query = [...searchParams].map(([name, value]) => `${name}=${withoutId(value)}`).toSorted()
  return named.join('/') + (query.length > 0 ? `?${query.join('&')}` : '')
}

function withoutId(part: string): string {
  const isValue = /\d/.test(part) || part.length > 25
  if (looksLikeId(part)) return ':id'
  return isValue ? ':value' : part
}
