// Cleans colour profiles (ICC.1:2022), whose text tags name devices, programs and sometimes people.

const headerLength = 128
const mostTags = 100
/** The tags needed to compute colours. */
const colours =
  /^([rgb]XYZ|[rgbk]TRC|wtpt|bkpt|chad|chrm|lumi|meas|view|tech|cicp|gamt|pre[0-2]|[AB]2[AB][0-2]|[BD]2[BD][0-3])$/
/** Parts of the header that are not needed to compute colours: date, device, maker, checksum. */
const emptied = [
  [24, 36],
  [48, 56],
  [80, 128],
]

/**
 * Keeps only what is needed to compute colours from a profile. Empties its text tags and fills the rest with zeros. A
 * block that is not a colour profile becomes all zeros.
 * @param pieces the profile, in one or more parts of a file; changed in place
 */
export function cleanProfile(pieces) {
  const clean = cleaned(Buffer.concat(pieces))
  let at = 0
  for (const piece of pieces) at += clean.copy(piece, 0, at, at + piece.length)
}

function cleaned(profile) {
  const clean = Buffer.alloc(profile.length)
  if (profile.length < headerLength + 4 || profile.toString('latin1', 36, 40) !== 'acsp') return clean
  const count = Math.min(profile.readUInt32BE(headerLength), mostTags)
  profile.copy(clean, 0, 0, headerLength + 4 + 12 * count)
  for (const [from, to] of emptied) clean.fill(0, from, to)
  for (let tag = 0; tag < count; tag += 1) {
    const entry = headerLength + 4 + 12 * tag
    if (entry + 12 > profile.length) break
    const name = profile.toString('latin1', entry, entry + 4)
    const [at, length] = [profile.readUInt32BE(entry + 4), profile.readUInt32BE(entry + 8)]
    if (colours.test(name)) profile.copy(clean, at, at, at + length)
    else emptyText(profile, clean, at)
  }
  return clean
}

/** Empties a text tag, but keeps its type so that the tag stays valid. */
function emptyText(profile, clean, at) {
  const type = profile.toString('latin1', at, at + 4)
  if (!['desc', 'text', 'mluc'].includes(type) || at + 16 > profile.length) return
  clean.write(type, at, 'latin1')
  if (type === 'mluc') clean.writeUInt32BE(12, at + 12) // the length of one record, although the list is empty
}
