const windowLength = 1024 * 1024

/**
 * Reads a file mostly in order, through a cached window. Returned bytes are never overwritten.
 * @returns a function that reads `length` bytes at an offset; at the end of the file, it resolves with fewer
 */
export function readerOf(file, size) {
  let [window, start] = [Buffer.alloc(0), 0]
  return async (at, length) => {
    const wanted = Math.max(0, Math.min(length, size - at))
    if (at < start || at + wanted > start + window.length) {
      window = await bytesOf(file, at, Math.min(size - at, Math.max(wanted, windowLength)))
      start = at
    }
    return window.subarray(at - start, at - start + wanted)
  }
}

async function bytesOf(file, at, length) {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, at + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return buffer.subarray(0, done)
}
