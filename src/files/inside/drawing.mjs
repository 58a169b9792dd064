import { isInside, isPlainHyperlink, leadsOutside } from './outside.mjs'
import { withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

/** HTML and SVG elements that run scripts or load other files. */
const active =
  /^(script|handler|listener|iframe|frame|frameset|object|embed|applet|meta|link|base|form|input|video|audio|source)$/i
const addresses = /^(href|src|srcset|action|formaction|poster|data|background)$/i
const animations = /^(set|animate\w*)$/i
const animated = /^(to|from|by|values)$/i

/**
 * Handlers for the elements and text of an SVG. They refuse scripts, and anything that loads another file. Only links
 * can lead outside.
 */
export function drawingReader() {
  let style = ''
  return {
    open(name, attributes) {
      if (active.test(name)) throw new Refused('embedded')
      for (const [full, value] of Object.entries(attributes)) refuseAttribute(name, withoutPrefix(full), value)
    },
    text(piece, around) {
      if (/^style$/i.test(around.at(-1))) style += piece
    },
    close(name) {
      if (/^style$/i.test(name) && loadsInStyle(style)) throw new Refused('elsewhere')
    },
  }
}

/**
 * Refuses an attribute that runs a script or loads another file.
 * @param name of the element, without its prefix. Case is ignored
 * @param attribute its name, without its prefix
 */
function refuseAttribute(name, attribute, value) {
  if (/^on/i.test(attribute)) throw new Refused('embedded')
  const isAllowed = /^a$/i.test(name) ? isPlainHyperlink : isInside
  const isLoaded =
    (addresses.test(attribute) && !isAllowed(value)) ||
    (attribute === 'base' && leadsOutside(value)) ||
    (animations.test(name) && animated.test(attribute) && value.split(';').some(each => leadsOutside(each))) ||
    loadsInStyle(value)
  if (isLoaded) throw new Refused('elsewhere')
}

/**
 * Whether CSS loads another file. CSS can write a letter as a number after a backslash, so the decoded text is checked
 * too.
 */
function loadsInStyle(text) {
  const plain = text.replace(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_, number, letter) =>
    number ? String.fromCodePoint(Math.min(parseInt(number, 16), 0x10ffff)) : letter,
  )
  return (
    [text, plain].some(each =>
      [...each.matchAll(/url\(\s*["']?([^"')]*)/gi)].some(([, address]) => !isInside(address)),
    ) || /@import|image-set\(/i.test(plain)
  )
}
