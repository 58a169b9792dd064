/** Finds text that a template prints without `t`, and anything that the content security policy would refuse. */
export function looseWords(text: string): { line: number; message: string }[] {
  const html = text.replace(/<%[\s\S]*?%>/g, blank).replace(/<!--[\s\S]*?-->/g, blank)
  const found: { at: number; message: string }[] = []
  for (const { 0: said, index } of html
    .replace(/<[^>]*>/g, blank)
    .replace(/&#?\w+;/g, blank)
    .matchAll(/[\p{L}\p{M}’'-]*\p{L}[\p{L}\p{M}’'-]*/gu)) {
    found.push({ at: index, message: `says "${said}" without t()` })
  }
  for (const { 0: tag, index } of html.matchAll(/<[^>]*>/g)) {
    for (const { 1: name, 2: value = '' } of tag.matchAll(/\s([\w-]+)="([^"]*)"/g)) {
      if (
        /^(alt|title|placeholder|aria-label|aria-description|aria-roledescription|label)$/.test(name ?? '') &&
        /\p{L}/u.test(value)
      ) {
        found.push({ at: index, message: `says "${value}" in ${name} without t()` })
      }
      if (/^(style|on\w+)$/.test(name ?? ''))
        found.push({ at: index, message: `${name}= is refused by the content security policy` })
    }
    if (/^<(style|script(?![^>]*\ssrc=))\b/.test(tag))
      found.push({ at: index, message: 'styles and scripts lie in views/assets/' })
  }
  return found.map(({ at, message }) => ({ line: text.slice(0, at).split('\n').length, message }))
}

/** Replaces text with blanks of the same length, keeping line breaks, so that positions stay the same. */
const blank = (text: string): string => text.replace(/[^\n]/g, '\u0000')
