import { StreamTarget } from 'mediabunny'

const chunkSize = 1024 * 1024

/** Where mediabunny writes. Unlike its own, it does not take half a write for a whole one when the disk is full. */
export const targetIn = file =>
  new StreamTarget(new WritableStream({ write: ({ data, position }) => writeAll(file, data, position) }), {
    chunked: true,
    chunkSize,
  })

async function writeAll(file, data, position) {
  for (let done = 0; done < data.length;) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done)
    done += bytesWritten
  }
}
