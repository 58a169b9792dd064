import { connect } from 'node:net'

/**
 * Sends raw bytes, for requests that no ordinary client sends.
 * @returns the response, as far as it arrived within `patience` milliseconds; its status is 0 when nothing arrived
 */
export async function sendRaw(
  port: number,
  chunks: Iterable<Buffer | string> | AsyncIterable<Buffer | string>,
  { end = false, patience = 60_000 } = {},
): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', chunk => {
    text += chunk.toString('latin1')
  })
  let goOn = () => {}
  socket.on('drain', () => goOn())
  socket.on('error', () => {}) // If the server closes the connection early, the response received so far counts.
  const answered = new Promise<void>(resolve => {
    socket.on('close', () => resolve())
    socket.on('data', () => {
      if (isWhole(text)) resolve()
    })
    setTimeout(resolve, patience).unref()
  })
  for await (const chunk of chunks) {
    if (socket.destroyed) break
    if (!socket.write(chunk))
      await Promise.race([
        new Promise(resolve => {
          goOn = () => resolve(null)
        }),
        answered,
      ])
  }
  if (end) socket.end()
  await answered
  socket.destroy()
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }
}

function isWhole(text: string): boolean {
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  const head = text.indexOf('\r\n\r\n')
  return length !== undefined && head > 0 && text.length >= head + 4 + Number(length)
}

/** A multipart body from parts with their own headers. */
export const multipart = (
  boundary: string,
  parts: readonly (readonly [head: string, body: Buffer | string])[],
  end = `--${boundary}--\r\n`,
): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([head, body]) => [
      Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
      Buffer.from(body as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(end),
  ])

export const fieldPart = (name: string, value: string) =>
  [`Content-Disposition: form-data; name="${name}"`, value] as const
export const filePart = (name: string, filename: string, body: Buffer | string, type = 'application/octet-stream') =>
  [`Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}`, body] as const

export const post = (path: string, body: Buffer, headers: Record<string, string> = {}): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `POST ${path} HTTP/1.1`,
        'Host: x',
        ...Object.entries({
          'Content-Type': 'multipart/form-data; boundary=b',
          'Content-Length': String(body.length),
          ...headers,
        })
          .filter(([, value]) => value !== '')
          .map(([name, value]) => `${name}: ${value}`),
        '',
        '',
      ].join('\r\n'),
    ),
    body,
  ])
