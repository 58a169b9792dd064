import { connect, type Socket } from 'node:net'

/** The address of a page, and the person who opens it. */
export interface Address {
  port: number
  path: string
  cookie: string
}

/** The number of keep-alive connections, as from a proxy. */
const usual = 8

/**
 * Requests a page a number of times, a few at a time. Does as little as possible, because it shares the machine with
 * the server.
 * @returns the milliseconds of each request, and the size of one response in bytes
 * @throws Error when a response is not 200
 */
export async function ask(
  address: Address,
  times: number,
  connections = usual,
): Promise<{ took: number[]; bytes: number }> {
  const took: number[] = []
  let bytes = 0
  let left = times
  await Promise.all(
    Array.from({ length: Math.min(connections, times) }, async () => {
      const socket = connect(address.port, '127.0.0.1').setNoDelay()
      while (left-- > 0) {
        const began = performance.now()
        const answer = await once(socket, address)
        took.push(performance.now() - began)
        if (answer.status !== 200) throw new Error(`${address.path} answers ${answer.status}`)
        bytes = answer.bytes
      }
      socket.destroy()
    }),
  )
  return { took, bytes }
}

/** The status of a page's response, to check that the page can be measured. */
export async function statusOf(address: Address): Promise<number> {
  const socket = connect(address.port, '127.0.0.1')
  const { status } = await once(socket, address)
  socket.destroy()
  return status
}

/** One request. Every page of the service states its length. */
function once(socket: Socket, { path, cookie }: Address): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    let head = ''
    let bytes = 0
    let length: number | null = null
    const settle = (act: () => void): void => {
      socket.off('data', take).off('error', fail).off('close', fail)
      act()
    }
    const fail = (problem?: unknown): void =>
      settle(() => reject(problem instanceof Error ? problem : new Error(`${path}: the connection was closed`)))
    const take = (chunk: Buffer): void => {
      bytes += chunk.length
      if (length === null) {
        head += chunk.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        length = end + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
      }
      if (bytes >= length) settle(() => resolve({ status: Number(head.slice(9, 12)), bytes }))
    }
    socket.on('data', take).on('error', fail).on('close', fail)
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: en-GB,en;q=0.9\r\n` +
        `Cookie: ${cookie}\r\n\r\n`,
    )
  })
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
