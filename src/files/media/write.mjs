import { StreamTarget } from 'mediabunny'

const chunkSize = 1024 * 1024

/**
 * The target to which mediabunny writes. Unlike mediabunny's own, it does not accept a partial write when the disk is
 * full.
 */
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
