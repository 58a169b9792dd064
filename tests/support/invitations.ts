import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

/**
 * Invites a person to join the charity, on the page for sending invitations.
 * @returns the path of the link in their email
 */
export async function inviteToCharity(
  service: Service,
  administrator: Visitor,
  { name, email, role = 'coordinator' }: { name: string; email: string; role?: string },
): Promise<string> {
  await administrator.open('/people/invitations/new')
  await administrator.press('Send invitation', { name, email, role })
  return invitationIn(await service.post())
}

/** The path of the link to accept an invitation, in one of these emails. */
export function invitationIn(emails: readonly { text: string }[]): string {
  const [link] = emails.flatMap(({ text }) => /\/invitations\/[\w-]{43}/.exec(text) ?? [])
  if (link === undefined) throw new Error('none of these emails is an invitation')
  return pathOf(link)
}

/** The path of a link to the service. */
export const pathOf = (link: string): string => link.replace('http://localhost:3000', '')
