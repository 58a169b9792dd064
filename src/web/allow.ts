import type { Actor } from '../domain/actor.ts'
import { can, type CharityPermission } from '../domain/permissions.ts'
import { NotFound } from '../domain/refusals.ts'

/**
 * For pages of the charity's desk, which ask about the person alone. Whoever may not open one does not learn that it is
 * there.
 */
export function allow(actor: Actor, permission: CharityPermission): void {
  if (!can(actor, permission)) throw new NotFound()
}
