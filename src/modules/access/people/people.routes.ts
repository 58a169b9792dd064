import type { Response } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import type { Db } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findInvitation, invitationsWaiting, linksUntil } from '../invitations/invitation.store.ts'
import {
  endRole,
  invite,
  reactivatePerson,
  sendInvitationAgain,
  suspendPerson,
  takeInvitationBack,
} from './people.actions.ts'
import { invitationForm } from './people.forms.ts'
import { invitePerson, onePerson, peopleList, type Held } from './people.pages.ts'
import { charityRolesOf, findPerson, membershipsOf, peopleFrom } from './people.store.ts'

const pageLength = 50

export const peopleRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/people', 'people.manage', async (req, res, permission) => {
    keeper(res, permission)
    const search = queryText(req, 'search', 100)
    const last = queryText(req, 'after')
    const after = last === '' ? null : await findPerson(db, last)
    const found = await peopleFrom(db, after, search, pageLength + 1)
    const people = found.slice(0, pageLength)
    const invitations = await invitationsWaiting(db, null)
    const listed = {
      people,
      ...(await heldBy(db, people)),
      search,
      more: found.length > pageLength,
      isFirst: after === null,
    }
    page(
      res,
      'access/people/list',
      peopleList(res.locals.t, { ...listed, invitations, until: await linksUntil(db, invitations), now: clock.now() }),
    )
  }),
  get('/people/invitations/new', 'people.manage', (_req, res, permission) => {
    keeper(res, permission)
    page(res, 'access/people/invite', invitePerson(res.locals.t))
  }),
  post('/people/invitations/new', 'people.manage', async (req, res, permission) => {
    const { t } = res.locals
    const actor = keeper(res, permission)
    const { data, form } = parseForm(invitationForm(t), req.body)
    if (form) return page(res.status(422), 'access/people/invite', invitePerson(t, form))
    const refused = await refusalOf(t, req.body, () =>
      write(actor, work =>
        claimKey(work, sentForm(data.idempotencyKey, 'name', req.body), async () => {
          await invite(work, data)
          return '/people'
        }),
      ),
    )
    if (refused) return page(res.status(422), 'access/people/invite', invitePerson(t, refused))
    flash(res, t('people.invite.done', { name: data.name }))
    res.redirect(303, '/people')
  }),
  post('/people/invitations/:id/resending', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const invitation = await findInvitation(db, null, req.params.id)
    await write(actor, work => sendInvitationAgain(work, invitation))
    flash(res, res.locals.t('people.waiting.resent', { name: invitation.name }))
    res.redirect(303, '/people')
  }),
  post('/people/invitations/:id/revocation', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const invitation = await findInvitation(db, null, req.params.id)
    await write(actor, work => takeInvitationBack(work, invitation))
    flash(res, res.locals.t('people.waiting.revoked', { name: invitation.name }))
    res.redirect(303, '/people')
  }),
  get('/people/:id', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const person = await findPerson(db, req.params.id)
    page(res, 'access/people/one', onePerson(res.locals.t, actor, person, await heldBy(db, [person])))
  }),
  post('/people/:id/roles/:roleId/ending', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const person = await findPerson(db, req.params.id)
    const refused = await refusalOf(res.locals.t, {}, () =>
      write(actor, work => endRole(work, person, req.params.roleId)),
    )
    if (refused)
      return page(
        res.status(422),
        'access/people/one',
        onePerson(res.locals.t, actor, person, await heldBy(db, [person]), refused),
      )
    flash(res, res.locals.t('people.role.ended'))
    res.redirect(303, person.id === actor.id ? '/home' : `/people/${person.id}`)
  }),
  post('/people/:id/suspension', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const person = await findPerson(db, req.params.id)
    const refused = await refusalOf(res.locals.t, {}, () => write(actor, work => suspendPerson(work, person)))
    if (refused)
      return page(
        res.status(422),
        'access/people/one',
        onePerson(res.locals.t, actor, person, await heldBy(db, [person]), refused),
      )
    flash(res, res.locals.t('people.suspended', { name: person.name }))
    res.redirect(303, `/people/${person.id}`)
  }),
  post('/people/:id/reactivation', 'people.manage', async (req, res, permission) => {
    const actor = keeper(res, permission)
    const person = await findPerson(db, req.params.id)
    await write(actor, work => reactivatePerson(work, person))
    flash(res, res.locals.t('people.reactivated', { name: person.name }))
    res.redirect(303, `/people/${person.id}`)
  }),
]

/** Who looks after people. @throws NotFound for everybody else */
function keeper(res: Response, permission: 'people.manage'): Actor {
  const actor = actorOf(res)
  allow(actor, permission)
  return actor
}

async function heldBy(db: Db, people: readonly { id: string }[]): Promise<Held> {
  return { roles: await charityRolesOf(db, people), memberships: await membershipsOf(db, people) }
}
