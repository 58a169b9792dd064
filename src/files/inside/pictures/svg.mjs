const descriptions = /<!--[\s\S]*?-->|<((?:\w+:)?metadata)\b[\s\S]*?<\/\1\s*>|<sodipodi:namedview\b[^>]*\/>/g
const editors = /\s(?:inkscape|sodipodi):[\w-]+\s*=\s*("[^"]*"|'[^']*')/g
const inText = /(data:image\/[\w.+-]+;base64,)([\w+/=\s]+)/g

export const isSvg = bytes =>
  /^\s*(<\?xml[\s\S]*?\?>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^[>]*>\s*)*<(\w+:)?svg\b/.test(text(bytes, 4_096))

/**
 * Removes comments, descriptions for programs and the notes of editors, which name files and people.
 * @param clean is given each picture inside
 */
export function cleanSvg(bytes, clean) {
  const cleaned = text(bytes)
    .replace(descriptions, '')
    .replace(editors, '')
    .replace(inText, (_all, about, data) => about + clean(Buffer.from(data, 'base64')).toString('base64'))
  return Buffer.from(cleaned)
}

const text = (bytes, length = bytes.length) => bytes.toString('utf8', 0, length).replace(/^\ufeff/, '')
