import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import {
  branchesIn,
  findOrganisation,
  openOn,
  requireReaders,
  teamIn,
  writersIn,
} from '../../organisations/organisations.public.ts'
import { usualLanguageIn } from '../editing/editing.store.ts'
import { removeObjects, viewInboxItems } from '../inbox/inbox.actions.ts'
import { refuseOtherFiles } from '../inbox/inbox.forms.ts'
import { inboxItemFor } from '../inbox/inbox.store.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { markFilesToRedact } from '../personal-data/personal-data.forms.ts'
import { addressToRedact } from '../redaction/redaction.pages.ts'
import { maxChoices } from '../search/search.pages.ts'
import { evidenceToChoose } from '../search/search.store.ts'
import { addItemAsEvidence, addItemToEvidence } from './inbox-sorting.actions.ts'
import { addForm, asReceivedFiles, filesGiven, filesOffered, joinForm } from './inbox-sorting.forms.ts'
import { whySorted } from './inbox-sorting.store.ts'
import { addPage, formOfInboxItem, joinPage, type SortedItem } from './inbox-sorting.pages.ts'

/** Adds one item of the evidence inbox as new evidence, or to existing evidence. */
export const inboxSortingRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/inbox/:itemId', 'inbox.manage', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const about = await itemToSort({ db: parts.db, actor, permission, params: req.params, today })
    await viewInboxItems(parts, actor, [about.inboxItem])
    const form = formOfInboxItem(actor, about)
    page(res, 'evidence/inbox-sorting/add', addPage(t, { ...about, today }, form))
  }),

  submitForm(parts, {
    path: '/organisations/:id/inbox/:itemId',
    permission: 'inbox.manage',
    load: itemToSort,
    form: ({ t }: { t: T }, { inboxItem, offered }: SortedItem, values: Form['values']) =>
      addForm(
        t,
        writersIn(offered.team).map(({ personId }) => personId),
        filesGiven(inboxItem, values),
      ),
    check: personalDataCheck(parts, { files: ({ inboxItem }: SortedItem, body) => filesOffered(inboxItem, body) }),
    make: async (_asking, _about, { files }) => asReceivedFiles(files),
    act: async (work, { organisation, inboxItem, offered }, { data, files, answer }) => {
      refuseOtherFiles([inboxItem], data.seen)
      const marked = markFilesToRedact(files, answer)
      const sorted = await addItemAsEvidence(
        work,
        { organisation, inboxItem, framework: offered.framework },
        { given: data, ownerId: data.owner ?? work.actor.id, files: marked, reply: answer },
      )
      return { ...sorted, redaction: addressToRedact(sorted.id, marked) }
    },
    after: ({ objects }) => removeObjects(parts, objects),
    done: (t, _about, { result: { id, title, redaction } }) => ({
      address: redaction ?? `/evidence/${id}`,
      notice: t('inbox_sorting.add.done', { title }),
    }),
    redraw: ({ t, today }, about, form, question) =>
      show('evidence/inbox-sorting/add', addPage(t, { ...about, today }, form, question)),
  }),

  get('/organisations/:id/inbox/:itemId/adding', 'inbox.manage', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const about = await itemToSort({ db: parts.db, actor, permission, params: req.params, today })
    await viewInboxItems(parts, actor, [about.inboxItem])
    const choices = await evidenceOffered({ db: parts.db, actor, query: req.query, today }, about)
    const form = formOf({ note: about.inboxItem.words })
    page(res, 'evidence/inbox-sorting/join', joinPage(t, { ...choices, inboxItem: about.inboxItem }, form))
  }),

  submitForm(parts, {
    path: '/organisations/:id/inbox/:itemId/adding',
    permission: 'inbox.manage',
    load: itemToSort,
    form: async (
      asking: Pick<FormRequest, 'db' | 'actor' | 't'>,
      { organisation, inboxItem }: SortedItem,
      values: Form['values'],
    ) => joinForm(asking.t, await canAddTo(asking, organisation, values), filesGiven(inboxItem, values)),
    check: personalDataCheck(parts, { files: ({ inboxItem }: SortedItem, body) => filesOffered(inboxItem, body) }),
    make: async (_asking, _about, { files }) => asReceivedFiles(files),
    act: async (work, { inboxItem }, { data, files, answer }) => {
      refuseOtherFiles([inboxItem], data.seen, 'evidence')
      const marked = markFilesToRedact(files, answer)
      const given = { evidenceId: data.evidence, note: data.note, files: marked, reply: answer }
      const sorted = await addItemToEvidence(work, inboxItem, given)
      return { ...sorted, redaction: addressToRedact(sorted.id, marked) }
    },
    after: ({ objects }) => removeObjects(parts, objects),
    done: (t, _about, { result: { id, title, redaction } }) => ({
      address: redaction ?? `/evidence/${id}`,
      notice: t('inbox_sorting.join.done', { title }),
    }),
    redraw: async (asking, { organisation, inboxItem }, form, question) => {
      const choices = await evidenceOffered(asking, { organisation })
      return show('evidence/inbox-sorting/join', joinPage(asking.t, { ...choices, inboxItem }, form, question))
    },
  }),
]

interface FindBy {
  db: Db | Tx
  actor: Actor
  permission: 'inbox.manage'
  params: { id: string; itemId: string }
  today: Day
}

/**
 * @throws as `findOrganisation` and `requireReaders` do
 * @throws SortedAlready when someone has already added or deleted the item
 * @throws NotFound when it was never in the inbox
 */
async function itemToSort({ db, actor, permission, params, today }: FindBy): Promise<SortedItem> {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  requireReaders(organisation)
  const { inboxItem, branches, versionId, team, language } = await runLookups(db, {
    inboxItem: inboxItemFor(db, organisation, params.itemId),
    branches: branchesIn(db, organisation.id),
    versionId: latestVersionId(db, libraryStream),
    team: teamIn(db, organisation.id),
    language: usualLanguageIn(db, organisation.id),
  }).catch(async (refusal: unknown) => {
    throw refusal instanceof NotFound ? await whySorted(db, actor, organisation, params.itemId) : refusal
  })
  const open = openOn(branches, today)
  return {
    organisation,
    inboxItem,
    offered: {
      branches: branches.filter(branch => open.includes(branch) || branch.id === inboxItem.branchId),
      framework: await frameworkVersion(db, versionId),
      team,
    },
    language,
  }
}

async function evidenceOffered(
  { db, actor, query, today }: Pick<FormRequest, 'db' | 'actor' | 'query' | 'today'>,
  { organisation }: Pick<SortedItem, 'organisation'>,
) {
  const search = queryText({ query }, 'search')
  const evidenceItems = await evidenceToChoose(db, actor, {
    organisationId: organisation.id,
    attachedTo: null,
    search,
    today,
    limit: maxChoices + 1,
  })
  return { evidenceItems, search, today }
}

/** Whether the chosen evidence exists in this organisation and can be changed by this person. */
async function canAddTo(
  { db, actor }: Pick<FormRequest, 'db' | 'actor'>,
  organisation: { id: string },
  values: Form['values'],
): Promise<boolean> {
  try {
    const evidence = await findEvidence(db, actor, 'evidence.edit', valueOf({ values, errors: [] }, 'evidence').trim())
    return evidence.organisationId === organisation.id
  } catch (problem) {
    if (problem instanceof NotFound || problem instanceof Forbidden) return false
    throw problem
  }
}
