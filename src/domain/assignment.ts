import type { Day, Instant } from './time.ts'

// Which colleague writes which item of an application. Only the library sees this, and no permission depends on it.

export const assignmentStatuses = ['to write', 'ready', 'checked'] as const
/**
 * The statuses of an assignment. `ready`: the person assigned has finished the item, and a lead can check it.
 * `checked`: a lead has checked it.
 */
export type AssignmentStatus = (typeof assignmentStatuses)[number]

/** The colleague who writes one item, and the date by which they should finish it. */
export interface Assignment {
  itemId: string
  personId: string
  name: string
  dueOn: Day | null
  status: AssignmentStatus
  statusSince: Instant
  version: number
}

/** A member of the library who writes: a lead or a contributor. */
export interface Writer {
  id: string
  isLead: boolean
}

/**
 * Whether a writer can assign an item. A lead can assign it to any colleague. A contributor can only take a free item,
 * keep it or give it up.
 * @param holder the id of the current holder; null for no one
 * @param to the id of the new holder; null for no one
 */
export function mayAssign(writer: Writer, holder: string | null, to: string | null): boolean {
  if (writer.isLead) return true
  return (holder === null || holder === writer.id) && (to === null || to === writer.id)
}

/**
 * The statuses that a writer can give an assignment now. A lead can set their own item to `checked`; no one else has to
 * check it.
 */
export function statusesOpenTo(
  writer: Writer,
  { personId, status }: Pick<Assignment, 'personId' | 'status'>,
): AssignmentStatus[] {
  const isHolder = personId === writer.id
  if (status === 'to write') return isHolder ? [writer.isLead ? 'checked' : 'ready'] : []
  if (writer.isLead) return status === 'ready' ? ['checked', 'to write'] : ['to write']
  return isHolder && status === 'ready' ? ['to write'] : []
}
