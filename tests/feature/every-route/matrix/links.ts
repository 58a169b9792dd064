import { newId } from '../../../../src/db/ids.ts'
import { hashOfToken, newToken } from '../../../../src/email/tokens.ts'
import { addMinutes } from '../../../../src/domain/time.ts'
import type { Route } from '../../../../src/web/routes.ts'
import { ask } from './visit.ts'
import type { World } from './world.ts'

/** Returns the headers for a route: a Cookie header if people reach it by a link in an email, otherwise none. */
export type FollowedLinks = (row: Pick<Route, 'path' | 'asks'>) => Record<string, string>

/**
 * Adds a seat offer to a new person, and links for that offer, an invitation, a password reset and signing in. Follows
 * each link.
 */
export async function followedLinks(world: World): Promise<FollowedLinks> {
  const { writer } = world.service.database
  const offered = await writer('seats')
    .where({ id: world.seatsWithThePanel.get('seat offered') })
    .first()
  const seat = newId()
  await writer('seats').insert({ ...offered!, id: seat, person_id: null, offered_to_email: 'not.yet@fellwick.example' })
  const cookies: [string, string][] = [
    [
      '/invitations/',
      await followed(world, { kind: 'invitation', path: '/invitations', about: world.ids.invitation!, person: null }),
    ],
    [
      '/password/reset',
      await followed(world, {
        kind: 'password reset',
        path: '/password/reset',
        about: world.ids.person!,
        person: world.ids.person!,
      }),
    ],
    [
      '/sign-in/link',
      await followed(world, {
        kind: 'sign-in link',
        path: '/sign-in/link',
        about: world.ids.person!,
        person: world.ids.person!,
      }),
    ],
    ['/seats/offer', await followed(world, { kind: 'seat offer', path: '/seats', about: seat, person: null })],
  ]
  return ({ path }): Record<string, string> => {
    const cookie = cookies.find(([start]) => path.startsWith(start))?.[1]
    return cookie ? { Cookie: cookie } : {}
  }
}

async function followed(
  world: World,
  { kind, path, about, person }: { kind: string; path: string; about: string; person: string | null },
): Promise<string> {
  const [token, at] = [newToken(), world.service.clock.now()]
  await world.service.database.writer('email_tokens').insert({
    id: newId(),
    kind,
    token_hash: hashOfToken(token),
    about_id: about,
    person_id: person,
    made_at: at,
    expires_at: addMinutes(at, 60),
    used_at: null,
  })
  const { headers } = await ask(world, 'get', `${path}/${token}`, { as: 'nobody' })
  return headers.getSetCookie()[0]!.split(';')[0]!
}
