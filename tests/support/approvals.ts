import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

/**
 * The id of the open access request of the person with this email address.
 * @throws when there is none
 */
export async function requestOf({ database }: Pick<Service, 'database'>, email: string): Promise<string> {
  const row = (await database
    .writer('access_requests')
    .join('people', 'people.id', 'access_requests.person_id')
    .where('people.email', email)
    .whereIn('access_requests.status', ['waiting', 'to confirm'])
    .first('access_requests.id as id')) as { id: string } | undefined
  if (!row) throw new Error(`${email} is not waiting for approval`)
  return row.id
}

/** Approves the open access request of the person with this email address, on its page. */
export async function approves(service: Pick<Service, 'database'>, approver: Visitor, email: string): Promise<Visitor> {
  await approver.open(`/approvals/${await requestOf(service, email)}`)
  return approver.press('Save your answer', { answer: 'approve', how: 'I called them' })
}

/** Makes the person enter their password again before they next give someone access. */
export async function mustConfirm({ database }: Pick<Service, 'database'>, { id }: { id: string }): Promise<void> {
  await database.writer('sign_ins').where({ person_id: id }).update({ confirmed_at: null })
}
