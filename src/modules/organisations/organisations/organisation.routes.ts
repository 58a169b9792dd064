import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { emptyForm, formOf } from '../../../web/form.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword } from '../../access/access.public.ts'
import { changeOrganisation, registerUnlessKnown } from './organisation.actions.ts'
import { organisationForm, registerForm } from './organisation.forms.ts'
import { formOfOrganisation, organisationEdit, organisationList, registration } from './organisation.pages.ts'
import { likelyDuplicates, type LikelyDuplicate } from './likely-duplicate.store.ts'
import { organisationLines } from './organisation-list.store.ts'
import { findOrganisation, importedMailboxOf } from './organisation.store.ts'

const linesOnAPage = 50

export const organisationRoutes = (parts: Parts): Route[] => [
  get('/organisations', 'organisations.list', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const search = queryText(req, 'name')
    const after = placeAfter(req, 'nameKey', 'id')
    const { today } = res.locals
    const found = await organisationLines(parts.db, { search, after, today, limit: linesOnAPage + 1 })
    const address = `/organisations?name=${encodeURIComponent(search)}`
    const { lines, next } = pageOf(found, linesOnAPage, address, ({ nameKey, id }) => ({ nameKey, id }))
    const rights = { mayRegister: can(actor, 'organisation.register'), seesBranches: can(actor, 'branches.list') }
    page(res, 'organisations/organisations/list', organisationList(res.locals.t, { lines, search, next, ...rights }))
  }),

  get('/organisations/new', 'organisation.register', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(
      res,
      'organisations/organisations/new',
      registration(res.locals.t, emptyForm, isConfirmed(res.locals.signIn, parts.clock.now())),
    )
  }),

  submitForm(parts, {
    path: '/organisations/new',
    permission: 'organisation.register',
    load: async ({ actor, permission }) => allow(actor, permission),
    confirm: () => confirmPassword(parts), // the password is needed, because registering invites a lead
    form: ({ t }) => registerForm(t),
    check: {
      // Asks about likely duplicates. The coordinator can confirm that the new organisation is a different one.
      ask: async ({ db }, _about, { data, received }) => {
        const found = data.anyway ? [] : await likelyDuplicates(db, data)
        return found.length === 0
          ? { answer: null }
          : { form: formOf(valuesIn(received.body)), question: found as readonly LikelyDuplicate[] }
      },
      again: () => null,
    },
    act: (work, _about, { data }) => registerUnlessKnown(work, data),
    done: (t, _about, { data, result: id }) => ({
      address: `/organisations/${id}`,
      notice: t('organisations.register.done', { name: data.name, lead: data.leadName }),
    }),
    redraw: ({ t, isConfirmed }, _about, form, duplicates) =>
      show('organisations/organisations/new', registration(t, form, isConfirmed, duplicates)),
  }),

  get('/organisations/:id/edit', 'organisation.edit', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const form = formOfOrganisation(organisation)
    const imported = await importedMailboxOf(parts.db, organisation)
    page(res, 'organisations/organisations/edit', organisationEdit(res.locals.t, organisation, form, imported))
  }),

  submitForm(parts, {
    path: '/organisations/:id/edit',
    permission: 'organisation.edit',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: ({ t }) => organisationForm(t),
    act: (work, organisation, { data }) => changeOrganisation(work, organisation, data),
    done: (t, organisation) => ({
      address: `/organisations/${organisation.id}`,
      notice: t('organisations.edit.done'),
    }),
    redraw: async ({ db, t }, organisation, form) => {
      const imported = await importedMailboxOf(db, organisation)
      return show('organisations/organisations/edit', organisationEdit(t, organisation, form, imported))
    },
  }),
]
