import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { rolesOfInvitations } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import type { Form } from '../../../web/form.ts'
import { placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { invitationsOnAPage, pageOfInvitations } from '../invitations/invitation.pages.ts'
import { charityInvitations, newestLinks } from '../invitations/invitation.store.ts'
import { findRole, heldBy, heldLookups } from './held-role.store.ts'
import { endRole, reactivatePerson, suspendPerson } from './person.actions.ts'
import { onePerson, peopleList, roleEndingPage, suspensionPage } from './person.pages.ts'
import { findPerson, peopleFrom, type Person } from './person.store.ts'

const linesOnAPage = 50

export const personRoutes = (parts: Parts): Route[] => [
  get('/people', 'people.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const search = queryText(req, 'search', 100)
    const lastId = queryText(req, 'after')
    const after = lastId === '' ? null : await findPerson(parts.db, lastId)
    const found = await peopleFrom(parts.db, { after, search, limit: linesOnAPage + 1 })
    const people = found.slice(0, linesOnAPage)
    const listed = { people, search, hasMore: found.length > linesOnAPage, isFirst: after === null }
    const place = placeAfter(req, 'at', 'id')
    const wanted = { roles: rolesOfInvitations(actorOf(res)), after: place, limit: invitationsOnAPage + 1 }
    const { invitations, ...held } = await runLookups(parts.db, {
      ...heldLookups(parts.db, people),
      invitations: charityInvitations(parts.db, wanted),
    })
    const open = pageOfInvitations(invitations, { address: '/people', after: place })
    const links = await newestLinks(parts.db, open.invitations, parts.clock.now())
    page(res, 'access/people/list', peopleList(res.locals.t, { ...listed, ...held, ...open, links }))
  }),

  get('/people/:id', 'people.manage', async (req, res, permission) => {
    const person = await personFor(parts.db, actorOf(res), permission, req.params)
    const held = await heldBy(parts.db, [person])
    page(res, 'access/people/one', onePerson(res.locals.t, { actor: actorOf(res), person, held }))
  }),

  get('/people/:id/roles/:roleId/ending', 'people.manage', async (req, res, permission) => {
    const person = await personFor(parts.db, actorOf(res), permission, req.params)
    const role = await findRole(parts.db, person, req.params.roleId)
    page(res, 'access/people/ending', roleEndingPage(res.locals.t, person, role))
  }),

  submitForm(parts, {
    path: '/people/:id/roles/:roleId/ending',
    permission: 'people.manage',
    load: async ({ db, actor, permission, params }) => {
      const person = await personFor(db, actor, permission, params)
      return { person, role: await findRole(db, person, params.roleId) }
    },
    act: async (work, { person, role }) => {
      await endRole(work, person, role)
      return { isOwn: person.id === work.actor.id }
    },
    done: (t, { person, role: { role } }, { result: { isOwn } }) => ({
      address: isOwn ? '/home' : personAddress(person),
      notice: t('people.role.ended', { name: person.name, role: t(`role.${role}`) }),
    }),
    redraw: (asking, { person }, form) => drawPerson(asking, person, form),
  }),

  get('/people/:id/suspension', 'people.manage', async (req, res, permission) => {
    const person = await personFor(parts.db, actorOf(res), permission, req.params)
    page(res, 'access/people/suspending', suspensionPage(res.locals.t, person))
  }),

  submitForm(parts, {
    path: '/people/:id/suspension',
    permission: 'people.manage',
    load: ({ db, actor, permission, params }) => personFor(db, actor, permission, params),
    act: (work, person) => suspendPerson(work, person),
    done: (t, person) => ({
      address: personAddress(person),
      notice: t('people.suspended', { name: person.name }),
    }),
    redraw: drawPerson,
  }),

  submitForm(parts, {
    path: '/people/:id/reactivation',
    permission: 'people.manage',
    load: ({ db, actor, permission, params }) => personFor(db, actor, permission, params),
    act: (work, person) => reactivatePerson(work, person),
    done: (t, person) => ({
      address: personAddress(person),
      notice: t('people.reactivated', { name: person.name }),
    }),
  }),
]

const personAddress = ({ id }: Person): string => `/people/${id}`

/** @throws Forbidden without the permission; NotFound when there is no such person */
async function personFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'people.manage',
  { id }: { id: string },
): Promise<Person> {
  allow(actor, permission)
  return findPerson(db, id)
}

async function drawPerson(
  { db, t, actor }: Pick<FormRequest, 'db' | 't' | 'actor'>,
  person: Person,
  form: Form,
): Promise<TemplateView> {
  return show('access/people/one', onePerson(t, { actor, person, held: await heldBy(db, [person]), form }))
}
