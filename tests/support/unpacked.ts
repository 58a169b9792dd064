import { gunzipSync, inflateRawSync } from 'node:zlib'

/**
 * An entry of a ZIP. `about`: metadata that could reveal the computer or its owner; `extra` and `comment` are lengths
 * in bytes.
 */
export interface Unpacked {
  name: string
  isPacked: boolean
  content: Buffer
  about: { time: number; date: number; extra: number; comment: number; attributes: number }
}

/** The entries of a ZIP, found through its directory, and in the same order. */
export function unpacked(zip: Buffer): Unpacked[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const entries: Unpacked[] = []
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packedLength, nameLength] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
    ]
    const [extra, comment, local] = [zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(start, start + packedLength)
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      isPacked: method === 8,
      content: method === 8 ? inflateRawSync(packed) : packed,
      about: {
        time: zip.readUInt16LE(at + 12),
        date: zip.readUInt16LE(at + 14),
        extra: extra + zip.readUInt16LE(local + 28),
        comment,
        attributes: zip.readUInt32LE(at + 38),
      },
    })
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/**
 * The bytes of a file and of everything compressed in it, to search for marks. Its text is added again in UTF-8,
 * because it can be in UTF-16, and pictures in base64 are decoded.
 */
export function everyByteOf(bytes: Buffer): Buffer {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return Buffer.concat([bytes, everyByteOf(gunzipSync(bytes))])
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04')
    return Buffer.concat([bytes, ...unpacked(bytes).map(({ content }) => everyByteOf(content))])
  const text = bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8')
  const pictures = [...text.matchAll(/base64,(?:&#10;)?([\w+/=]+)/g)].map(([, data]) => Buffer.from(data!, 'base64'))
  return Buffer.concat([bytes, Buffer.from(text), ...pictures])
}
