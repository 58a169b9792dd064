import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { englishNameOf } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { frameworkVersions } from '../../frameworks/frameworks.public.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { activitiesOf } from '../partner-activities/partner-activity.store.ts'
import { evidenceLinesAbout } from '../partner-evidence/partner-evidence.store.ts'
import { applicationsShowing } from '../partnerships/partnership.store.ts'
import { personalDataCheck, recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { Place } from '../personal-data/personal-data.forms.ts'
import { personalDataAnswersOf } from '../personal-data/personal-data.store.ts'
import { addPartner, changePartner, removePartner } from './partner.actions.ts'
import { partnerForm, placesInPartner, removalForm, type PartnerGiven } from './partner.forms.ts'
import {
  maxEvidenceShown,
  partnerEdit,
  partnerList,
  partnerPage,
  partnerRemoval,
  type Library,
  type PartnerContext,
} from './partner.pages.ts'
import {
  eventsOfPartner,
  findPartner,
  organisationOf,
  partnerLines,
  partnersFound,
  type Partner,
} from './partner.store.ts'

const linesOnAPage = 50

export const partnerRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/partners', 'partner.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const library = await findLibrary(parts.db, actorOf(res), permission, req.params.id)
    const search = queryText(req, 'search')
    const after = placeAfter(req, 'nameKey', 'id')
    const kindInWords = (kind: Partner['kind']) => t(`partner.kind.${kind}`)
    const found = search === '' ? null : await partnersFound(parts.db, library, { search, kindInWords })
    const wanted = { organisationId: library.id, among: found, after, limit: linesOnAPage + 1 }
    const all = await runLookup(parts.db, partnerLines(parts.db, actorOf(res), wanted))
    const { lines, next } = pageOf(all, linesOnAPage, listAddress(library, search), keysOf)
    const mayWrite = can(actorOf(res), 'partner.write', library)
    const listing = { lines, next, mayWrite, search, found: found?.length ?? null, isFirstPage: after === null }
    page(res, 'evidence/partners/list', partnerList(t, library, listing, today))
  }),

  get('/organisations/:id/partners/new', 'partner.write', async (req, res, permission) => {
    const library = await findLibrary(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/partners/edit', partnerEdit(res.locals.t, library))
  }),

  submitForm(parts, {
    path: '/organisations/:id/partners/new',
    permission: 'partner.write',
    load: async ({ db, actor, permission, params }) => {
      const library = await findLibrary(db, actor, permission, params.id)
      return { library, organisation: organisationOf(library) }
    },
    form: ({ t }: { t: T }) => partnerForm(t),
    check: personalDataCheck(parts, { places: textsOfNew, may: { restrict: false, redact: false } }),
    act: async (work, { organisation }, { data, answer }) => {
      const id = await addPartner(work, organisation, data)
      await recordPersonalDataReply(work, 'partner', { id, organisationId: organisation.id }, answer)
      return id
    },
    done: (t, _about, { data, result: id }) => ({
      address: `/partners/${id}`,
      notice: t('partners.added', { name: englishNameOf(data) }),
    }),
    redraw: ({ t }, { library }, form, personalData) =>
      show('evidence/partners/edit', partnerEdit(t, library, { form, personalData })),
  }),

  get('/partners/:id', 'partner.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    const context = await contextOf(parts.db, actorOf(res), partner)
    page(res, 'evidence/partners/show', partnerPage(t, partner, context, today))
  }),

  get('/partners/:id/edit', 'partner.write', async (req, res, permission) => {
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/partners/edit', partnerEdit(res.locals.t, partner, { partner }))
  }),

  submitForm(parts, {
    path: '/partners/:id/edit',
    permission: 'partner.write',
    load: async ({ db, actor, permission, params }) => {
      const partner = await findPartner(db, actor, permission, params.id)
      return { partner, organisation: organisationOf(partner) }
    },
    form: ({ t }: { t: T }) => partnerForm(t),
    check: personalDataCheck(parts, { places: changedTexts, may: { restrict: false, redact: false } }),
    act: async (work, { partner }, { data, answer }) => {
      await changePartner(work, partner, data)
      await recordPersonalDataReply(work, 'partner', partner, answer)
    },
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partners.changed') }),
    redraw: ({ t }, { partner }, form, personalData) =>
      show('evidence/partners/edit', partnerEdit(t, partner, { partner, form, personalData })),
  }),

  get('/partners/:id/removal', 'partner.write', async (req, res, permission) => {
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/partners/removal', partnerRemoval(res.locals.t, partner))
  }),

  submitForm(parts, {
    path: '/partners/:id/removal',
    permission: 'partner.write',
    load: ({ db, actor, permission, params }) => findPartner(db, actor, permission, params.id),
    form: () => removalForm,
    act: (work, partner, { data }) => removePartner(work, partner, data.version),
    done: (t, partner) => ({
      address: `/organisations/${partner.organisationId}/partners`,
      notice: t('partners.removed'),
    }),
  }),
]

async function findLibrary(
  db: Db | Tx,
  actor: Actor,
  permission: 'partner.read' | 'partner.write',
  id: string,
): Promise<Library & { id: string }> {
  const organisation = await findOrganisation(db, actor, permission, id)
  return { id: organisation.id, organisationId: organisation.id, organisationName: organisation.name }
}

function listAddress({ organisationId }: Library, search: string): string {
  const query = search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`
  return `/organisations/${organisationId}/partners${query}`
}

const keysOf = ({ nameKey, id }: { nameKey: string; id: string }) => ({ nameKey, id })

interface AtLibrary {
  organisation: { id: string; name: string }
}
const checkedFields = ['name', 'englishName', 'place', 'agreed'] as const

const textsOfNew = (_about: AtLibrary, entered: PartnerGiven): Place[] => placesOf(entered, checkedFields)

const changedTexts = ({ partner }: AtLibrary & { partner: Partner }, entered: PartnerGiven): Place[] =>
  placesOf(
    entered,
    checkedFields.filter(field => entered[field] !== partner[field]),
  )

const placesOf = (entered: PartnerGiven, fields: readonly (typeof checkedFields)[number][]): Place[] =>
  placesInPartner({
    names: [entered.name, entered.englishName],
    texts: Object.fromEntries(fields.map(field => [field, entered[field]])),
  })

async function contextOf(db: Db, actor: Actor, partner: Partner): Promise<PartnerContext> {
  const { activities, evidence, personalData } = await runLookups(db, {
    activities: activitiesOf(db, partner.id),
    evidence: evidenceLinesAbout(db, actor, partner.id, maxEvidenceShown + 1),
    personalData: personalDataAnswersOf(db, { kind: 'partner', id: partner.id }),
  })
  const uses = await runLookup(db, applicationsShowing(db, partner.id))
  return {
    activities,
    evidence,
    uses,
    frameworks: await frameworkVersions(
      db,
      uses.map(use => use.frameworkVersionId),
    ),
    personalData,
    events: await eventsOfPartner(db, actor, partner),
    mayWrite: can(actor, 'partner.write', { id: partner.organisationId }),
  }
}
