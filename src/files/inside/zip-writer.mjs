// Writes a ZIP from the entries of another ZIP. Unchanged entries are copied compressed, which saves seconds.

const signature = { local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 }
const version = 20
const firstDay = 0x21 // 1 January 1980, because the real time could reveal something about the author
const inUtf8 = 0x0800

/**
 * @param write gets the bytes in order
 * @returns `add(entry, packed)`, which writes an entry from its compressed bytes, and `finish()`. Comments, times,
 * owners and extra fields are left out
 */
export function zipWriter(write) {
  const directory = []
  let offset = 0
  const put = async bytes => {
    await write(bytes)
    offset += bytes.length
  }
  return {
    async add(entry, packed) {
      directory.push(Buffer.concat([lineOf(entry, offset), entry.fileNameRaw]))
      await put(Buffer.concat([headOf(entry), entry.fileNameRaw]))
      for await (const chunk of packed) await put(chunk)
    },
    async finish() {
      const at = offset
      for (const line of directory) await put(line)
      await put(endOf(directory.length, offset - at, at))
    },
  }
}

/** Writes the fields shared by an entry's local header and its directory record. */
function writeFields(bytes, at, { generalPurposeBitFlag, compressionMethod, crc32, ...entry }) {
  bytes.writeUInt16LE(version, at)
  bytes.writeUInt16LE(generalPurposeBitFlag & inUtf8, at + 2)
  bytes.writeUInt16LE(compressionMethod, at + 4)
  bytes.writeUInt16LE(firstDay, at + 8)
  bytes.writeUInt32LE(crc32, at + 10)
  bytes.writeUInt32LE(entry.compressedSize, at + 14)
  bytes.writeUInt32LE(entry.uncompressedSize, at + 18)
  bytes.writeUInt16LE(entry.fileNameRaw.length, at + 22)
}

function headOf(entry) {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(signature.local, 0)
  writeFields(head, 4, entry)
  return head
}

function lineOf(entry, offset) {
  const line = Buffer.alloc(46)
  line.writeUInt32LE(signature.directory, 0)
  line.writeUInt16LE(version, 4)
  writeFields(line, 6, entry)
  line.writeUInt32LE(offset, 42)
  return line
}

function endOf(count, length, at) {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(signature.end, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(at, 16)
  return end
}
