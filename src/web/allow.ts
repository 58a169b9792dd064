import type { Actor } from '../domain/actor.ts'
import { can, type CharityPermission } from '../domain/permissions.ts'
import { NotFound } from '../domain/refusals.ts'

/**
 * For pages of the charity team, where only the person's role counts. A person who may not open the page gets the same
 * answer as for a page that does not exist.
 */
export function allow(actor: Actor, permission: CharityPermission): void {
  if (!can(actor, permission)) throw new NotFound()
}
