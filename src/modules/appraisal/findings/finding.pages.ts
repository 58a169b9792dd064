import type { ApplicationRecord } from '../../access/access.public.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import {
  evidenceKinds,
  fileTypes,
  warnsBefore,
  type EvidenceSubject,
  type EvidenceKind,
  type FileType,
} from '../../../domain/evidence.ts'
import { unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { FrozenCopy, FrozenEvidence, FrozenFile } from '../../../domain/submission.ts'
import { branchChips, covers, frozenPartnerships, nobody } from '../../evidence/evidence.public.ts'
import type { Status } from '../../../web/components.ts'
import { errorSummary, hiddenField, judge, judgementIcons, textArea } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { type Question, lastTimeOf } from '../../applications/applications.public.ts'
import { fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayOpen, mayReadRatings, evidenceToRead } from '../../../domain/reading.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { LastFinding } from '../decisions/decision.store.ts'
import { noteMost, reasonMost } from './finding.forms.ts'
import { progressOf } from '../reading/reading.pages.ts'
import type { Finding } from './finding.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/findings/criterion': ReturnType<typeof findingPage>
    'appraisal/findings/write': NonNullable<ReturnType<typeof findingPage>['write']>
    'appraisal/findings/own': NonNullable<ReturnType<typeof findingPage>['read']>
    'appraisal/findings/evidence': Pick<ReturnType<typeof findingPage>, 'evidenceItems'>
    'appraisal/findings/question': ReturnType<typeof findingPage>['questions'][number]
    'appraisal/findings/evidence-content': ReturnType<typeof findingPage>['evidenceItems'][number]
  }
}

export interface OneCriterion {
  application: ApplicationRecord
  framework: Framework
  item: Item
  submissionId: string | null
  /** what was handed in last about it; null should it be gone */
  copy: FrozenCopy | null
  files: readonly FrozenFile[]
  held: ReadonlyMap<string, EvidenceSubject>
  questions: readonly Question[]
  /** what a panel agreed on it when the award was decided before */
  lastFinding: LastFinding | null
  /** all of one's own, for progress */
  findings: readonly Finding[]
}

/** One criterion, phone first: what the library says, what it shows, then one's own judgement. */
export function findingPage(t: T, actor: Actor, it: OneCriterion, form: Form | null = null, meanwhile = false) {
  const { application, framework, item, copy, findings } = it
  const finding = findings.find(({ itemId }) => itemId === item.id) ?? null
  const shown = form ?? formOfFinding(finding)
  const answer = copy?.answers[0] ?? null
  const address = `/applications/${application.id}`
  const criteria = criteriaAskedBy(framework, application.kind)
  const following = criteria[criteria.findIndex(({ id }) => id === item.id) + 1] ?? null
  const mayWrite = can(actor, 'finding.write', application) && !finding?.givenAt
  const evidenceItems = evidenceToRead(actor, application, copy?.evidence ?? [], answer?.evidence ?? [], it.held)
  const progress = progressOf(
    t,
    criteria.length,
    unfinished(criteria, findings).length,
    seatOf(actor, application)?.hasGivenAll === true,
  )
  return {
    title: t('appraisals.criterion.title', { code: item.code, title: item.title }),
    back: {
      text: t('appraisals.criterion.back', { organisation: application.organisationName }),
      href: `${address}/appraisal`,
    },
    errors: errorSummary(shown),
    savebar: mayWrite,
    heading: {
      text: item.title,
      caption: t('appraisals.criterion.caption', {
        organisation: application.organisationName,
        code: item.code,
        requirement: t(`item.requirement.${item.requirement}`),
      }),
      size: 'l' as const,
    },
    lead: item.description,
    counts: item.evidence,
    says: paragraphs(answer?.narrative ?? null),
    added: answer?.supplementary ? t('answers.supplementary') : null,
    rating: answer?.ownRating && mayReadRatings(actor, application) ? judgementOf(t, answer.ownRating) : null,
    lastTime: lastTimeOf(t, it.lastFinding),
    partnerships: copy ? frozenPartnerships(t, actor, application, copy, it.held) : [],
    evidenceItems: evidenceItems.map(evidence =>
      evidenceOf(t, evidence, it.files, { case: application.id, criterion: item.code }, it.held.get(evidence.id)),
    ),
    questions: it.questions.map(question => questionOf(t, actor, application, question)),
    ask: can(actor, 'question.ask', application)
      ? { text: t('appraisals.ask'), href: `${address}/criteria/${item.code}/questions/new` }
      : null,
    meanwhile:
      meanwhile && finding
        ? {
            judgement: finding.judgement ? judgementOf(t, finding.judgement) : null,
            rows: [
              { key: t('appraisals.reason'), value: paragraphs(finding.reason) },
              { key: t('appraisals.commendation'), value: paragraphs(finding.commendation) },
              { key: t('appraisals.note'), value: paragraphs(finding.privateNote) },
            ],
          }
        : null,
    write: mayWrite ? writing(t, it, shown, following, progress) : null,
    read: mayWrite ? null : ownWords(t, finding),
    aside: {
      progress,
      next: following && {
        text: t('answers.next.link', { code: following.code, title: following.title }),
        href: `${address}/appraisal/${following.code}`,
      },
    },
  }
}

export const formOfFinding = (finding: Finding | null): Form =>
  formOf({
    version: String(finding?.version ?? 0),
    judgement: finding?.judgement ?? '',
    reason: finding?.reason ?? '',
    commendation: finding?.commendation ?? '',
    privateNote: finding?.privateNote ?? '',
  })

function writing(t: T, { framework }: OneCriterion, form: Form, following: Item | null, progress: string) {
  return {
    version: hiddenField(form, 'version', 0),
    judgement: judge(
      form,
      'judgement',
      t('appraisals.judgement'),
      framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
    ),
    reason: textArea(form, 'reason', t('appraisals.reason'), {
      hint: t('appraisals.reason.hint'),
      rows: 4,
      most: reasonMost,
      size: 's',
    }),
    more: {
      open: ['commendation', 'privateNote'].some(
        field => form.values[field] !== '' && form.values[field] !== undefined,
      ),
    },
    commendation: textArea(form, 'commendation', t('appraisals.commendation'), { rows: 2, most: noteMost }),
    privateNote: textArea(form, 'privateNote', t('appraisals.note'), { rows: 2, most: noteMost }),
    save: {
      button: {
        text: following ? t('appraisals.save_next', { code: following.code }) : t('appraisals.save_last'),
        name: 'then',
        value: 'next',
      },
      second: { text: t('appraisals.save'), kind: 'secondary' as const },
      note: progress,
    },
  }
}

const ownWords = (t: T, finding: Finding | null) => ({
  judgement: finding?.judgement ? judgementOf(t, finding.judgement) : null,
  reason: paragraphs(finding?.reason ?? null),
  commendation: paragraphs(finding?.commendation ?? null),
  note: paragraphs(finding?.privateNote ?? null),
})

const tones = { met: 'done', 'partly met': 'you', 'not yet': 'stop', 'not applicable': 'quiet' } as const
const judgementOf = (t: T, judgement: NonNullable<Finding['judgement']>): Status => ({
  icon: judgementIcons[judgement],
  tone: tones[judgement],
  text: t(`judgement.${judgement}`),
})

/**
 * @param from where its page leads back to @param now as it is on the shelf: a warning that the library thought of
 * later counts as well
 */
function evidenceOf(
  t: T,
  evidence: FrozenEvidence,
  files: readonly FrozenFile[],
  from: { case: string; criterion: string },
  now?: EvidenceSubject,
) {
  const kind = evidence.kind as EvidenceKind
  return {
    title: evidence.title,
    href: `/evidence/${evidence.id}?${new URLSearchParams(from).toString()}`,
    summary: paragraphs(evidence.summary),
    facts: [
      { term: t('evidence.card.kind'), text: t(`evidence.kind.${kind}`) },
      { term: t('evidence.card.covers'), text: covers(t, evidence), figures: true },
      ...(evidenceKinds[kind] === 'none' ? [{ term: t('evidence.card.people'), status: nobody(t) }] : []),
    ],
    chips: branchChips(t, evidence.branches),
    remark: evidence.supplementary ? t('answers.supplementary') : null,
    // No small pictures: a panel's pages are light, and what a file shows is opened on purpose.
    files: {
      files: files
        .filter(({ evidence: id }) => id === evidence.id)
        .map(file => ({
          name: file.name,
          href: `/evidence/${evidence.id}/files/${file.id}`,
          kind: t('appraisals.file', {
            type: fileTypes[file.type as FileType]?.name ?? file.type,
            size: fileSize(t, file.size),
          }),
        })),
    },
    notes: evidence.notes.flatMap(({ body }) => paragraphs(body)),
    addresses: evidence.links.map(({ address }) => address),
    warning: warnsBefore({ kind, distressing: evidence.distressing === true || now?.distressing === true })
      ? { text: t('content_warning.warning'), open: t('content_warning.open') }
      : null,
  }
}

function questionOf(t: T, actor: Actor, application: ApplicationRecord, question: Question) {
  return {
    asked: t('appraisals.question.asked', { day: longDay(t, question.askedOn) }),
    body: paragraphs(question.body),
    reply: question.reply === null ? null : paragraphs(question.reply),
    state:
      question.reply === null
        ? t(`questions.state.${question.status}`, { day: longDay(t, question.replyBy) })
        : t('appraisals.question.reply'),
    evidence: question.evidence
      .filter(evidence => mayOpen(actor, application, evidence))
      .map(({ id, title }) => ({ text: title, href: `/evidence/${id}` })),
  }
}
