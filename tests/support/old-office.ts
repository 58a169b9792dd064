/**
 * An old Office file (OLE) with streams of these names. The streams have no content.
 * @param text is put after the last sector
 */
export function oldOffice(streams: readonly string[], text = ''): Buffer {
  const size = 512
  const lines = [line('Root Entry', 5), ...streams.map(name => line(name, 2))]
  const sectors = Math.ceil(lines.length / 4)
  const directory = Buffer.alloc(sectors * size)
  lines.forEach((each, at) => each.copy(directory, at * 128))
  const header = Buffer.alloc(size, 0xff)
  header.fill(0, 8, 76)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(9, 30)
  header.writeUInt32LE(1, 48)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(size, 0xff)
  table.writeUInt32LE(0xfffffffd, 0)
  for (let at = 1; at <= sectors; at += 1) table.writeUInt32LE(at < sectors ? at + 1 : 0xfffffffe, 4 * at)
  return Buffer.concat([header, table, directory, Buffer.from(text)])
}

function line(name: string, type: number): Buffer {
  const bytes = Buffer.alloc(128)
  bytes.write(name, 'utf16le')
  bytes.writeUInt16LE(2 * name.length + 2, 64)
  bytes.writeUInt8(type, 66)
  return bytes
}
