import type { Request, Response } from 'express'
import type { ServerResponse } from 'node:http'

/** An open stream of server-sent events to one page. */
export interface EventStream {
  send(event: string, data: unknown): void
  end(): void
}

/** Milliseconds after which a browser reopens a broken stream. */
const retryAfter = 2_000
/** Milliseconds between comment lines, which keep proxies from closing a quiet stream. */
const keepAliveEvery = 20_000
/** The maximum number of bytes that a page can leave unread before its stream is closed. */
const maxUnread = 256 * 1024

const open = new WeakMap<ServerResponse, EventStream>()

/** Whether a script requests a stream. Only `EventSource` asks for exactly this type. */
export const asksForStream = (req: Pick<Request, 'get'>): boolean => req.get('accept') === 'text/event-stream'

/**
 * Responds with a stream.
 * @param closed runs once, when either side has ended the stream
 */
export function openStream(res: Response, closed: () => void): EventStream {
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  res.write(`retry: ${retryAfter}\n\n`)
  const keepAlive = setInterval(() => write(':\n\n'), keepAliveEvery).unref()
  const write = (text: string): void => {
    if (res.writableEnded || res.destroyed) return
    if (res.writableLength > maxUnread) res.destroy()
    else res.write(text)
  }
  const stream: EventStream = {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => void res.end(),
  }
  open.set(res, stream)
  res.once('close', () => {
    clearInterval(keepAlive)
    open.delete(res)
    closed()
  })
  return stream
}

/** Ends the stream of a response, if it has one. The page then opens another. */
export function endStream(res: ServerResponse): void {
  open.get(res)?.end()
}
