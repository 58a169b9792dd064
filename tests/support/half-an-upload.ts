import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { Child } from './child.ts'
import type { Person } from './person.ts'
import { cookieOf } from './site.ts'

const end = '\r\n--b--\r\n'

/** Sends a form up to the middle of its file. `finish` sends the rest and returns the response. */
export function halfAnUpload(
  child: Child,
  actor: Person,
  organisation: string,
  { title, rest }: { title: string; rest: string },
): { finish(): Promise<{ status: number; text: string }> } {
  const begun = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n${title}\r\n--b\r\nContent-Disposition: ` +
      'form-data; name="files"; filename="half.txt"\r\n\r\nhalf and ',
  )
  const sending = request(`${child.url}/organisations/${organisation}/evidence/new`, {
    method: 'POST',
    agent: false,
    headers: {
      Cookie: cookieOf(actor),
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'multipart/form-data; boundary=b',
      'Content-Length': begun.length + rest.length + end.length,
    },
  })
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>
  answered.catch(() => {}) // a test that fails earlier does not await it, and a rejection must not end Jest
  sending.write(begun)
  return {
    finish: async () => {
      sending.end(rest + end)
      const [answer] = await answered
      let text = ''
      for await (const chunk of answer) text += String(chunk)
      return { status: answer.statusCode!, text }
    },
  }
}
