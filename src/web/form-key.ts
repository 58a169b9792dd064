import type { Response } from 'express'
import { newId } from '../db/ids.ts'
import { actorOrNull } from './request.ts'

/** Thrown when a person sends a form that another person opened in this browser. */
export class OpenedByOther extends Error {
  readonly signedInAs: string
  constructor(signedInAs: string) {
    super('a form that another person opened')
    this.signedInAs = signedInAs
  }
}

interface FormKey {
  /** the random part: the idempotency key */
  key: string
  /** the id of the person who opened the form; empty for a page without sign-in */
  personId: string
}

/** A new key for a form shown to this person: a random id, followed by the person's id. */
export const newFormKey = (personId: string): string => newId() + personId

/** The parts of a form's key; both are empty when it is not one of the service's keys. */
export function formKeyIn(value: unknown): FormKey {
  const [, key = '', personId = ''] =
    /^([a-z2-7]{20})([a-z2-7]{20})?$/.exec(typeof value === 'string' ? value : '') ?? []
  return { key, personId }
}

/** @throws OpenedByOther when another person has signed in with this browser since the form was opened */
export function refuseOtherPerson(res: Response, body: unknown): void {
  const actor = actorOrNull(res)
  const { personId } = formKeyIn((body as Readonly<Record<string, unknown>> | undefined)?.['idempotencyKey'])
  if (actor && personId !== '' && personId !== actor.id) throw new OpenedByOther(actor.name)
}
