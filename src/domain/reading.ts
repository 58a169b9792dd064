import type { Actor } from './actor.ts'
import type { Application } from './application.ts'
import type { EvidenceHeld } from './evidence.ts'
import { can } from './permissions.ts'

/** Whoever has a seat judges alone first: the library's own view opens when all of one's own findings are given. */
export const mayReadRatings = (who: Actor, application: Application): boolean =>
  can(who, 'answer.read', application) || can(who, 'meeting.read', application)

/** A piece that an application uses: its own people meet it as theirs, everybody else through the application. */
export function mayOpen(who: Actor, application: Application, held: EvidenceHeld | undefined): boolean {
  return held !== undefined && can(who, 'evidence.read', held, can(who, 'answer.read', application) ? null : application)
}
