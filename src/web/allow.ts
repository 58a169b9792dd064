import type { Actor } from '../domain/actor.ts'
import { can, type DeskPermission } from '../domain/permissions.ts'
import { NotFound } from '../domain/refusals.ts'

/** For pages of the charity's desk, which ask about the person alone. Whoever may not open one does not learn that it is there. */
export function allow(who: Actor, permission: DeskPermission): void {
  if (!can(who, permission)) throw new NotFound()
}
