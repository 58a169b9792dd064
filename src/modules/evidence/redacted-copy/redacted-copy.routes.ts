import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { redactedCopiesOf } from '../../../domain/file-versions.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest, type Check, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import {
  filesListed,
  findEvidence,
  organisationOf,
  type EvidenceFile,
  type EvidenceItem,
  type EvidencePermission,
} from '../items/evidence-item.store.ts'
import type { RedactedFile } from '../redaction/redaction.pages.ts'
import { askForRedactedCopy, makeRedactedCopyOf, readToRedact } from './redacted-copy.actions.ts'
import { phrasesToFind, redactedCopyForm, type ChosenRedaction, type ReadOrNot } from './redacted-copy.forms.ts'
import { cannotPage, statePage } from './redacted-copy-state.pages.ts'
import { redactedCopyPage } from './redacted-copy.pages.ts'
import { redactionOf } from './redacted-copy.store.ts'

/**
 * How many seconds the form's response waits for the copy, so that the next page can usually show the copy of a short
 * document.
 */
const secondsToWait = 10

/** Makes a redacted copy of a PDF. */
export const redactedCopyRoutes = (parts: Parts): Route[] => [
  get('/evidence/:id/files/:fileId/redacted-copy', 'evidence.edit', async (req, res, permission) => {
    const asking = { db: parts.db, actor: actorOf(res), t: res.locals.t }
    const about = await pdfToRedact({ ...asking, permission, params: req.params })
    const { view, model } = await drawn(parts, asking, about, { form: emptyForm, then: '' })
    page(res, view, model)
  }),

  submitForm(parts, {
    path: '/evidence/:id/files/:fileId/redacted-copy',
    permission: 'evidence.edit',
    load: pdfToRedact,
    form: async (asking: Reader, about: PdfToRedact, values: Form['values']) =>
      redactedCopyForm(asking.t, await readOnce(parts, asking, about, values), nameFor(asking, about)),
    check: shownAgain,
    act: async (work, about, { data }) => {
      await askForRedactedCopy(work, about, data)
      return { fileId: about.file.id, staysOpen: can(work.actor, 'file_to_redact.read', about.evidence, about.file) }
    },
    after: ({ fileId }) => makeRedactedCopyOf(parts, fileId, secondsToWait),
    done: (_t, { evidence, file }, { result: { staysOpen } }) => ({
      address: staysOpen ? `/evidence/${evidence.id}/files/${file.id}/redacted-copy/made` : `/evidence/${evidence.id}`,
    }),
    redraw: (asking, about, form, question) => drawn(parts, asking, about, question ?? { form, then: '' }),
  }),

  get('/evidence/:id/files/:fileId/redacted-copy/made', 'evidence.edit', async (req, res, permission) => {
    const { t } = res.locals
    const about = await pdfToRedact({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const redaction = await redactionOf(parts.db, about.file.id)
    const copy = newestCopy(about)
    if (!redaction && !copy) throw new NotFound()
    page(res, 'evidence/redacted-copy/state', statePage(t, about, redaction, copy))
  }),
]

interface OfFile {
  db: Db | Tx
  actor: Actor
  permission: EvidencePermission
  params: { id: string; fileId: string }
}
type Reader = Pick<FormRequest, 'db' | 'actor' | 't'>

interface PdfToRedact extends RedactedFile {
  /** the last result of reading the PDF, and the phrases searched for; null until it is read */
  read: { phrases: string; result: Promise<ReadOrNot> } | null
}

/**
 * @throws as `findEvidence` does
 * @throws NotFound for a file that is not a PDF, or was removed or refused
 */
async function pdfToRedact({ db, actor, permission, params }: OfFile): Promise<PdfToRedact> {
  const evidence = await findEvidence(db, actor, permission, params.id)
  const file = filesListed(evidence).find(each => each.id === params.fileId && each.removedAt === null)
  if (file?.type !== 'application/pdf' || (file.state !== 'ready' && file.state !== 'scanning')) throw new NotFound()
  return { evidence, file, mayKeep: can(actor, 'file_to_redact.keep', evidence), read: null }
}

/** The newest redacted copy that is not removed; null when there is none. */
const newestCopy = (about: PdfToRedact): EvidenceFile | null =>
  copiesOf(about).findLast(({ removedAt }) => removedAt === null) ?? null

/** The redacted copies of the file or, if the file is itself a copy, of its original; oldest first. */
const copiesOf = ({ evidence, file }: { evidence: EvidenceItem; file: EvidenceFile }): readonly EvidenceFile[] =>
  redactedCopiesOf(evidence.files, { id: file.redactsId ?? file.id })

/** The name of a new copy. It is not the name of the original, because that name can identify someone. */
const nameFor = ({ t }: Reader, { evidence }: PdfToRedact): string =>
  t('redacted_copy.name', { number: evidence.files.filter(({ redactsId }) => redactsId !== null).length + 1 })

/** The result of reading the PDF. Reading is slow, so a request reads the PDF only once for the same phrases. */
function readOnce(
  { files }: Parts,
  { db, actor }: Reader,
  about: PdfToRedact,
  values: Form['values'],
): Promise<ReadOrNot> {
  const phrases = phrasesToFind(values)
  const key = phrases.join('\n')
  if (about.read?.phrases === key) return about.read.result
  const subject = { actor, organisation: organisationOf(about.evidence), file: about.file }
  const result = readToRedact({ db, files }, subject, phrases)
  about.read = { phrases: key, result }
  return result
}

/** A button that only redraws part of the form returns the page with everything that was entered. */
const shownAgain: Check<PdfToRedact, ChosenRedaction, { form: Form; then: string }, never> = {
  ask: (_asking, _about, { data: { then }, received }) => {
    const form = { values: valuesIn(received.body), errors: [] }
    return Promise.resolve(then === '' ? { answer: null } : { form, question: { form, then } })
  },
  again: () => null,
}

async function drawn(
  parts: Parts,
  asking: Reader,
  about: PdfToRedact,
  entered: { form: Form; then: string },
): Promise<TemplateView> {
  const { t, db } = asking
  const redaction = await redactionOf(db, about.file.id)
  if (redaction && !redaction.failed)
    return show('evidence/redacted-copy/state', statePage(t, about, redaction, newestCopy(about)))
  const read = await readOnce(parts, asking, about, entered.form.values)
  return 'cannot' in read
    ? show('evidence/redacted-copy/cannot', cannotPage(t, about, read.cannot))
    : show('evidence/redacted-copy/new', redactedCopyPage(t, about, read, entered))
}
