import { htmlOf } from './html.ts'

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' }
const readable = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (all, name: string) => named[name] ?? all)

// Attributes that hold words for somebody to read or hear. What a script of ours shows stands in data-….
const spoken = /\s(?:title|alt|placeholder|aria-label|aria-description|content|label|summary|data-[\w-]+)="([^"]*)"/g
const pressed = /^<input\b[^>]*\stype="(?:submit|button|reset)"[^>]*\svalue="([^"]*)"/

/** Every piece of text that a page shows or speaks, in its order, with spaces folded; what somebody typed into a field is none. */
export function shownWords(html: string): string[] {
  const pieces: string[] = []
  for (const [piece] of html
    .replace(/<!--.*?-->|<(script|style)\b.*?<\/\1>|(?<=<textarea\b[^>]*>).*?(?=<\/textarea>)/gs, '')
    .matchAll(/<[^>]*>|[^<]+/g)) {
    if (!piece.startsWith('<')) pieces.push(piece)
    else if (!piece.startsWith('<meta name='))
      pieces.push(...[...piece.matchAll(spoken)].map(found => found[1]!), ...[pressed.exec(piece)?.[1] ?? ''])
  }
  return pieces
    .flatMap(piece => inForms(readable(piece)))
    .map(piece => piece.replace(/\s+/g, ' ').trim())
    .filter(piece => piece !== '')
}

/** A sentence that a script counts with comes with all its forms. */
const inForms = (piece: string): string[] =>
  piece.startsWith('{"')
    ? Object.values(JSON.parse(piece) as Record<string, string>).map(form => form.replace('{count}', ''))
    : [piece]

export const languageOfPage = (html: string): string | undefined => htmlOf(html)('html').attr('lang')
