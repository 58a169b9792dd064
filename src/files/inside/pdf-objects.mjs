import { canDecode, decodeStream } from './pdf-filters.mjs'
import { Dictionary, Name, readObject, Reference, skipSpace } from './pdf-syntax.mjs'
import { Refused } from './zip.mjs'

const mebibyte = 1024 * 1024
const mostUnpacked = 1024 * mebibyte
const unsuspicious = 100 * mebibyte
const mostTimes = 100
/**
 * The maximum total size in bytes of the object streams, which are kept in memory because other objects refer to the
 * objects in them.
 */
const mostKept = 128 * mebibyte

const headLength = 300
const space = '(?:[\\s\\0]|%[^\\r\\n]*[\\r\\n])'
const head = new RegExp(`(\\d+)${space}+\\d+${space}*$`)

/**
 * Every version of every object of a PDF. Searches all bytes, because PDF readers may start anywhere, and older
 * versions of an object stay in the file.
 */
export class PdfObjects {
  constructor(bytes) {
    this.bytes = bytes
    /** the offsets of each object's versions, by object number */
    this.places = new Map()
    /** streams, with their object number, dictionary and the offset of their data */
    this.streams = []
    /** the dictionaries of trailers, which have no number */
    this.trailers = []
    this.unpacked = 0
    this.kept = 0
  }

  /**
   * Finds the objects that are not compressed.
   * @param look gets each value
   * @throws Refused when a value is nested too deeply
   */
  find(look) {
    for (const { number, at } of placesIn(this.bytes)) {
      this.add(number, { bytes: this.bytes, at })
      const stream = this.lookAt(this.bytes, at, look)
      if (stream) this.streams.push({ number, ...stream })
    }
    for (const at of wordsIn(this.bytes, 'trailer')) {
      const { value } = readObject(this.bytes, at + 'trailer'.length)
      look(value)
      if (value instanceof Dictionary) this.trailers.push(value)
    }
  }

  /**
   * Whether the PDF is encrypted, even if it opens without a password. If so, its compressed objects cannot be read.
   */
  get isEncrypted() {
    return [...this.trailers, ...this.streams.map(({ dictionary }) => dictionary)].some(each => each.has('Encrypt'))
  }

  /**
   * Decompresses the streams, which may contain more objects.
   * @param look gets each value in them
   * @param take gets each decoded stream, with its dictionary
   * @throws Refused when there is too much data, a stream of objects cannot be decoded, or a value is nested too deeply
   */
  async unpack(look, take) {
    for (const stream of this.streams) await this.readStream(stream, look, take)
  }

  add(number, place) {
    const before = this.places.get(number)
    if (before) before.push(place)
    else this.places.set(number, [place])
  }

  lookAt(bytes, at, look) {
    const { value, end } = readObject(bytes, at)
    look(value)
    return value instanceof Dictionary ? streamAfter(bytes, end, value) : null
  }

  async readStream({ dictionary, from, end }, look, take) {
    const isObjects =
      this.names(dictionary, 'Type').includes('ObjStm') || (dictionary.has('N') && dictionary.has('First'))
    const chain = this.names(dictionary, 'Filter')
    const isImage = this.names(dictionary, 'Subtype').includes('Image')
    if (!isObjects && (chain.length === 0 || isImage || !canDecode(chain))) return
    const isOpaque = !canDecode(chain) || dictionary.all('Filter').length > 1 || this.hasPredictor(dictionary)
    if (isObjects && isOpaque) throw new Refused('opaque')
    const isFlate = /^Fl/.test(chain[0]) // a Flate stream marks its own end
    const decoded = await decodeStream(this.bytes.subarray(from, isFlate ? this.bytes.length : end), chain)
    this.countUnpacked(decoded.length)
    take(decoded, dictionary)
    if (isObjects) this.readObjectStream(decoded, dictionary, look)
  }

  /**
   * Reads the objects at the offsets in the stream's header, then all objects in sequence, because the header can leave
   * some out.
   */
  readObjectStream(decoded, dictionary, look) {
    this.kept += decoded.length
    if (this.kept > mostKept) throw new Refused('bomb')
    for (const first of this.resolved(dictionary, 'First')) {
      const numbers = decoded.toString('latin1', 0, Number(first) || 0).match(/\d+/g) ?? []
      for (let each = 0; each + 1 < numbers.length; each += 2) {
        const at = first + Number(numbers[each + 1])
        this.add(Number(numbers[each]), { bytes: decoded, at })
        this.lookAt(decoded, at, look)
      }
      for (let at = Number(first) || 0; at < decoded.length;) {
        const { value, end } = readObject(decoded, at)
        look(value)
        at = Math.max(end, at + 1)
      }
    }
  }

  countUnpacked(length) {
    this.unpacked += length
    const isMuch = this.unpacked > unsuspicious && this.unpacked > mostTimes * this.bytes.length
    if (this.unpacked > mostUnpacked || isMuch) throw new Refused('bomb')
  }

  hasPredictor(dictionary) {
    return this.resolved(dictionary, 'DecodeParms')
      .flat()
      .some(each => each instanceof Dictionary && this.resolved(each, 'Predictor').some(kind => kind > 1))
  }

  /** @returns every value of a key, with one level of references followed */
  resolved(dictionary, key) {
    return dictionary.all(key).flatMap(value => this.follow(value))
  }

  /** @returns every version of the object to which a reference points; any other value as it is */
  follow(value) {
    if (!(value instanceof Reference)) return [value]
    return (this.places.get(value.number) ?? []).map(({ bytes, at }) => readObject(bytes, at).value)
  }

  /** @returns the names in the value of a key: one name, or a list of names */
  names(dictionary, key) {
    return this.resolved(dictionary, key)
      .flat()
      .flatMap(each => this.follow(each))
      .filter(each => each instanceof Name)
      .map(({ text }) => text)
  }
}

function* wordsIn(bytes, word) {
  const sought = Buffer.from(word)
  for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at + 1)) yield at
}

/** The number of each object, and the offset just after its header, such as `5 0 obj`. */
function* placesIn(bytes) {
  for (const at of wordsIn(bytes, 'obj')) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const before = head.exec(bytes.toString('latin1', Math.max(0, at - headLength), at))
    if (before) yield { number: Number(before[1]), at: at + 3 }
  }
}

function streamAfter(bytes, end, dictionary) {
  let from = skipSpace(bytes, end)
  if (bytes.toString('latin1', from, from + 6) !== 'stream') return null
  from += 6
  if (bytes[from] === 0x0d) from += 1
  if (bytes[from] === 0x0a) from += 1
  return { dictionary, from, end: streamEnd(bytes, from, dictionary) }
}

/** The end of a stream. Like PDF readers, trusts the declared length only if `endstream` follows the data. */
function streamEnd(bytes, from, dictionary) {
  const [length] = dictionary.all('Length')
  if (typeof length === 'number') {
    const end = skipSpace(bytes, from + length)
    if (bytes.toString('latin1', end, end + 9) === 'endstream') return from + length
  }
  const end = bytes.indexOf('endstream', from)
  return end < 0 ? bytes.length : end
}
