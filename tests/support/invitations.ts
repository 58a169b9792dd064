import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

/** Invites a person on the page for it. @returns the path of the link in their email */
export async function inviteToCharity(
  service: Service,
  administrator: Visitor,
  { name, email, role = 'coordinator' }: { name: string; email: string; role?: string },
): Promise<string> {
  await administrator.open('/people/invitations/new')
  await administrator.press('Send invitation', { name, email, role })
  const [message] = await service.post()
  return pathOf(/\/invitations\/[\w-]+/.exec(message!.text)![0])
}

/** The path of a link to the service. */
export const pathOf = (link: string): string => link.replace('http://localhost:3000', '')
