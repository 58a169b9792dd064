/**
 * The code points of a font, from its table `cmap` (OpenType 1.9) in format 12, which all fonts of the service have.
 * @param font the bytes of a TrueType font
 */
export function* lettersIn(font) {
  const table = tableAt(font, 'cmap')
  for (let index = 0; index < font.readUInt16BE(table + 2); index += 1) {
    const at = table + font.readUInt32BE(table + 8 + 8 * index)
    if (font.readUInt16BE(at) === 12) yield* lettersOfGroups(font, at)
  }
}

function* lettersOfGroups(font, at) {
  const groups = font.readUInt32BE(at + 12)
  for (let group = 0; group < groups; group += 1) {
    const first = font.readUInt32BE(at + 16 + 12 * group)
    const last = font.readUInt32BE(at + 20 + 12 * group)
    for (let letter = first; letter <= last; letter += 1) yield letter
  }
}

function tableAt(font, tag) {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + 16 * index
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new Error(`the font has no table ${tag}`)
}
