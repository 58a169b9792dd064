import { libraryContacts } from '../../applications/applications.public.ts'
import {
  areEmailsStartedLookup,
  branchesIn,
  findOrganisation,
  notesCountLookup,
  openOn,
  organisationCoordinatorLookup,
} from '../../organisations/organisations.public.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { organisationPage, type OrganisationShown } from './organisation-page.pages.ts'
import { applicationsOf, awardsOf } from './organisation-page.store.ts'

/** An organisation's page, with its awards and applications. */
export const organisationPageRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id', 'organisation.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const organisation = await findOrganisation(db, actor, permission, req.params.id)
    const isMember = membershipsIn(actor, organisation.id).length > 0
    const seesAwards = can(actor, 'organisation.read', organisation) || can(actor, 'awards.list')
    const seesApplications = can(actor, 'applications.list') && !isMember
    const may = permissionsOf(actor, organisation)
    const { contacts, branches, awards, applications, ...found } = await runLookups(db, {
      coordinator: organisationCoordinatorLookup(db, organisation.id),
      contacts: isMember ? libraryContacts(db, [organisation.id]) : null,
      branches: branchesIn(db, organisation.id),
      awards: seesAwards ? awardsOf(db, organisation.id) : null,
      applications: seesApplications ? applicationsOf(db, actor, organisation.id) : null,
      areEmailsOn: may.others && !may.write ? areEmailsStartedLookup(db, organisation.id) : null,
      notes: can(actor, 'organisation_note.read', organisation) ? notesCountLookup(db, organisation.id) : null,
    })
    const shown: OrganisationShown = {
      ...found,
      organisation,
      // members see the coordinator whom they can email from their home page
      coordinator: contacts ? (contacts.get(organisation.id) ?? null) : found.coordinator,
      branches: openOn(branches, res.locals.today).length,
      awards: awards ?? [],
      applications: applications ?? [],
      may,
    }
    page(res, 'overview/organisation-page/show', organisationPage(res.locals.t, shown))
  }),
]

const permissionsOf = (actor: Actor, organisation: Organisation): OrganisationShown['may'] => ({
  evidence: can(actor, 'evidence.list', organisation),
  targets: can(actor, 'target.read', organisation),
  partners: can(actor, 'partner.read', organisation),
  inbox: can(actor, 'inbox.manage', organisation),
  applications: can(actor, 'application.list', organisation),
  recommendations: can(actor, 'recommendation.list', organisation),
  team: can(actor, 'team.read', organisation),
  edit: can(actor, 'organisation.edit', organisation),
  others: can(actor, 'organisations.list'),
  write: membershipsIn(actor, organisation.id).length > 0,
  chooseCoordinator: can(actor, 'organisation.choose_coordinator', organisation),
  close: can(actor, 'organisation.close', organisation),
  merge: can(actor, 'organisation.merge', organisation),
  startEmails: can(actor, 'imports.manage'),
})
