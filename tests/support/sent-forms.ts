import { expect } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import type { Typed } from './person.ts'
import type { Service } from './service.ts'
import { anotherWindow, aVisitor, type Visitor } from './visitor.ts'

export interface FormToSend {
  visitor: Visitor
  address: string
  /** The values, without the idempotency key. */
  fields: Typed
  /** The event that is recorded when the form is saved. */
  event: string
}

/**
 * Sends a form while signed out, then twice with one idempotency key. Expects one change, and the same result both
 * times.
 * @param text part of an entered value, which the page must show while signed out; null without one
 */
export async function expectOneChange(
  service: Service,
  { visitor, address, fields, event }: FormToSend,
  text: string | null,
): Promise<void> {
  const events = async () => (await service.database.db('events').where({ name: event })).length
  const before = await events()
  const signedOut = aVisitor(service)
  await signedOut.send(address, fields)
  expect([signedOut.status, text === null || signedOut.html.includes(text)]).toEqual([401, true])
  const results = []
  const idempotencyKey = newId()
  for (const window of [visitor, anotherWindow(service, visitor)]) {
    await window.send(address, { ...fields, idempotencyKey })
    results.push({ status: window.status, address: window.address, notices: window.notices })
  }
  expect(results[0]).toMatchObject({ status: 200, notices: [expect.any(String)] })
  expect(results[1]).toEqual(results[0])
  expect(await events()).toBe(before + 1)
}
