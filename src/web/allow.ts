import type { Actor } from '../domain/actor.ts'
import { can, type CharityPermission } from '../domain/permissions.ts'
import { NotFound } from '../domain/refusals.ts'

/**
 * Checks a permission that depends only on the person's role, for pages of the charity team.
 * @throws NotFound when the person does not have it
 */
export function allow(actor: Actor, permission: CharityPermission): void {
  if (!can(actor, permission)) throw new NotFound()
}
