import { isInside, isPlainHyperlink } from './outside.mjs'
import { Refused } from './zip.mjs'

const addresses = ['href', 'xlink:href', 'src']

/** An SVG loads nothing and holds no program. Only its links lead outside. */
export function drawingReader() {
  let style = ''
  return {
    open(name, attributes) {
      if (/^(script|iframe|object|embed)$/i.test(name)) throw new Refused('embedded')
      const isAllowed = name === 'a' ? isPlainHyperlink : isInside
      if (addresses.some(each => each in attributes && !isAllowed(attributes[each]))) throw new Refused('elsewhere')
      if (Object.entries(attributes).some(([each, value]) => loadsInStyle(value, each === 'style')))
        throw new Refused('elsewhere')
    },
    text(piece, around) {
      if (around.at(-1) === 'style') style += piece
    },
    close(name) {
      if (name === 'style' && (loadsInStyle(style, true) || /@import/i.test(style))) throw new Refused('elsewhere')
    },
  }
}

/** Style sheets can write a letter as a number, which images of Office do not. */
const loadsInStyle = (text, isStyle) =>
  [...text.matchAll(/url\(\s*["']?([^"')]*)/gi)].some(([, address]) => !isInside(address)) ||
  (isStyle && /\\[0-9a-f]/i.test(text))
