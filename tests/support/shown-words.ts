const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' }
const readable = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (all, name: string) => named[name] ?? all)

// Attributes with text for people, including the data- attributes with texts for scripts.
const spoken =
  /\s(?:title|alt|placeholder|aria-label|aria-description|content|label|summary|data-[\w-]+(?=="(?!\/)))="([^"]*)"/g
const pressed = /^<input\b[^>]*\stype="(?:submit|button|reset)"[^>]*\svalue="([^"]*)"/

/** Every text that a page shows or announces, in order, without the values of fields. */
export function shownWords(html: string): string[] {
  const evidenceItems: string[] = []
  for (const [evidence] of html
    .replace(/<!--.*?-->|<(script|style)\b.*?<\/\1>|(?<=<textarea\b[^>]*>).*?(?=<\/textarea>)/gs, '')
    .matchAll(/<[^>]*>|[^<]+/g)) {
    if (!evidence.startsWith('<')) evidenceItems.push(evidence)
    else if (!evidence.startsWith('<meta name='))
      evidenceItems.push(
        ...[...evidence.matchAll(spoken)].map(found => found[1]!),
        ...[pressed.exec(evidence)?.[1] ?? ''],
      )
  }
  return evidenceItems
    .flatMap(evidence => inForms(readable(evidence)))
    .map(evidence => evidence.replace(/\s+/g, ' ').trim())
    .filter(evidence => evidence !== '')
}

/** The plural forms of a sentence that a script uses for counting. */
const inForms = (evidence: string): string[] =>
  evidence.startsWith('{"')
    ? Object.values(JSON.parse(evidence) as Record<string, string>).map(form => form.replace('{count}', ''))
    : [evidence]

export const languageOfPage = (html: string): string | undefined => /<html\b[^>]*\slang="([^"]*)"/.exec(html)?.[1]
