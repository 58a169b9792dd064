const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' }
const readable = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (all, name: string) => named[name] ?? all)

// Attributes whose text people see or hear, including data- attributes whose text a script will show.
const spoken =
  /\s(?:title|alt|placeholder|aria-label|aria-description|content|label|summary|data-[\w-]+(?=="(?!\/)))="([^"]*)"/g
const pressed = /^<input\b[^>]*\stype="(?:submit|button|reset)"[^>]*\svalue="([^"]*)"/

/** Every text that a page shows or announces, in order, without the values of fields. */
export function shownWords(html: string): string[] {
  const texts: string[] = []
  for (const [part] of html
    .replace(/<!--.*?-->|<(script|style)\b.*?<\/\1>|(?<=<textarea\b[^>]*>).*?(?=<\/textarea>)/gs, '')
    .matchAll(/<[^>]*>|[^<]+/g)) {
    if (!part.startsWith('<')) texts.push(part)
    else if (!part.startsWith('<meta name='))
      texts.push(...[...part.matchAll(spoken)].map(found => found[1]!), ...[pressed.exec(part)?.[1] ?? ''])
  }
  return texts
    .flatMap(part => inForms(readable(part)))
    .map(part => part.replace(/\s+/g, ' ').trim())
    .filter(part => part !== '')
}

/** The plural forms of a sentence that a script uses for counting. */
const inForms = (part: string): string[] =>
  part.startsWith('{"')
    ? Object.values(JSON.parse(part) as Record<string, string>).map(form => form.replace('{count}', ''))
    : [part]

export const languageOfPage = (html: string): string | undefined => /<html\b[^>]*\slang="([^"]*)"/.exec(html)?.[1]
