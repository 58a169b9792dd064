import { newId } from '../../src/db/ids.ts'
import type { Typed } from './person.ts'
import type { Service } from './service.ts'
import { aVisitor, anotherWindow, type Visitor } from './visitor.ts'

/** What a browser shows after a form was sent in four ways. */
export interface SentAgain {
  /** where the form led, when it was sent and when it was sent again as it was */
  led: [string, string]
  /** with other text and the same key: the status, and whether the text is given back */
  changed: [number, boolean]
  /** signed out: the status, and whether the text is given back */
  signedOut: [number, boolean]
}

/** @param other a field with other text, which is looked for on the page that answers */
export async function sendAgain(
  service: Service,
  visitor: Visitor,
  form: { address: string; typed: Typed; other: Record<string, string> },
): Promise<SentAgain> {
  const sent = { ...form.typed, idempotencyKey: newId() }
  const text = Object.values(form.other)[0]!
  const once = await anotherWindow(service, visitor).send(form.address, sent)
  const twice = await anotherWindow(service, visitor).send(form.address, sent)
  const changed = await anotherWindow(service, visitor).send(form.address, { ...sent, ...form.other })
  const signedOut = await aVisitor(service).send(form.address, { ...sent, ...form.other })
  return {
    led: [`${once.status} ${once.address}`, `${twice.status} ${twice.address}`],
    changed: [changed.status, changed.html.includes(text)],
    signedOut: [signedOut.status, signedOut.html.includes(text)],
  }
}
