import { seatOf, type Actor } from '../../../domain/actor.ts'
import {
  fileTypes,
  warnsBefore,
  type EvidenceKind,
  type EvidenceSubject,
  type FileType,
} from '../../../domain/evidence.ts'
import { criteriaToCheck, unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import { can } from '../../../domain/permissions.ts'
import { itemIn } from '../../../domain/translation.ts'
import { countWithoutConsent, evidenceToRead, mayOpen, mayReadRatings } from '../../../domain/readable-evidence.ts'
import type { Day } from '../../../domain/time.ts'
import type { FrozenCopy, FrozenEvidence } from '../../../domain/submission.ts'
import { autosavePart, keptNotice } from '../../../web/autosave.ts'
import { formShown, type Entered } from '../../../web/autosaved-page.ts'
import { errorSummary } from '../../../web/fields.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  type Question,
  type ToAsk,
  askPart,
  criteriaNotice,
  judgementStatus,
  lastTimeOf,
  unavailableNotice,
  unavailableText,
} from '../../applications/applications.public.ts'
import { type CriteriaReading, englishLeft, inSameLanguage, readingLine } from '../../frameworks/frameworks.public.ts'
import { branchChips, periodText, frozenPartnerships, redactedOn } from '../../evidence/evidence.public.ts'
import { progressOf } from '../appraisals/progress.pages.ts'
import { requestOnCriterion } from '../appraisals/reopened.pages.ts'
import type { LastFinding } from '../meetings/meeting.store.ts'
import type { Finding, SubmittedFile } from './finding.store.ts'
import { otherVersion, savedFinding, findingFields } from './writing.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/findings/criterion': ReturnType<typeof findingPage>
    'appraisal/findings/write': NonNullable<ReturnType<typeof findingPage>['write']>
    'appraisal/findings/other': ReturnType<typeof findingPage>['others'][number]
    'appraisal/findings/own': NonNullable<ReturnType<typeof findingPage>['read']>
    'appraisal/findings/evidence': Pick<ReturnType<typeof findingPage>, 'evidenceItems'>
    'appraisal/findings/question': ReturnType<typeof findingPage>['questions'][number]
    'appraisal/findings/evidence-content': ReturnType<typeof findingPage>['evidenceItems'][number]
  }
}

export interface CriterionToJudge {
  application: ApplicationRecord
  framework: Framework
  item: Item
  /** the translation in which the person reads the criterion */
  reading: CriteriaReading
  submissionId: string | null
  /** the latest submitted answer and its evidence; null if the submission has been deleted */
  copy: FrozenCopy | null
  files: readonly SubmittedFile[]
  /** the number of items of evidence left out because their consent ended or was withdrawn */
  unavailable: number
  /** the current state of the submitted evidence, by id */
  evidenceNow: ReadonlyMap<string, EvidenceSubject>
  /** the panel's requests for more evidence, newest first; empty until the application is with the panel again */
  requests: readonly MoveReason[]
  questions: readonly Question[]
  /** the last agreed finding on this criterion in another application for the award; null when there is none */
  lastFinding: LastFinding | null
  /** all the actor's own findings; for a helper, those of the panel member, without private notes */
  findings: readonly Finding[]
  /** the actor's unsaved text on this page; null when there is none */
  typed: WorkingCopy | null
  /** the person whom the actor can ask for help */
  toAsk: ToAsk
  today: Day
}

/** One criterion: the library's answer, its evidence, then the actor's finding. */
export function findingPage(t: T, actor: Actor, it: CriterionToJudge, entered: Entered | null = null) {
  const { application, item, copy } = it
  const finding = it.findings.find(({ itemId }) => itemId === item.id) ?? null
  const shown = formShown(savedFinding(finding), it.typed, entered)
  const answer = copy?.answers[0] ?? null
  const address = `/applications/${application.id}`
  const next = criterionAfter(it)
  const mayWrite = can(actor, 'finding.write', application) && !finding?.givenAt
  const progress = progressIn(t, actor, it)
  const isHelper = seatOf(actor, application) === null
  return {
    ...frame(t, it),
    errors: errorSummary(shown.form),
    savebar: mayWrite,
    request: requestOnCriterion(t, item, it.requests),
    answer: paragraphs(answer?.narrative ?? null),
    added: answer?.supplementary ? t('answers.supplementary') : null,
    rating: mayReadRatings(actor, application) ? judgementStatus(t, answer?.ownRating ?? null) : null,
    lastTime: lastTimeOf(t, it.lastFinding),
    partnerships: copy ? frozenPartnerships(t, actor, application, { copy, held: it.evidenceNow }) : [],
    missing: unavailableNotice(t, it.unavailable, can(actor, 'question.ask', application)),
    evidenceItems: evidenceToRead(actor, application, {
      evidenceItems: copy?.evidence ?? [],
      ids: answer?.evidence ?? [],
      held: it.evidenceNow,
    }).map(evidence => evidenceOf(t, it, evidence)),
    questions: it.questions.map(question => questionOf(t, actor, application, question)),
    ask: can(actor, 'question.ask', application)
      ? { text: t('findings.ask'), href: `${address}/criteria/${item.code}/questions/new` }
      : null,
    others: mayWrite ? shown.others.map(other => otherVersion(t, other)) : [],
    kept: mayWrite && shown.kept ? keptNotice(t, `${address}/appraisal/${item.code}`, shown.kept, it.today) : null,
    write: mayWrite
      ? {
          autosave: autosavePart(t, actor.id, shown.copy),
          ...findingFields(t, { judgements: it.framework.judgements, next, progress }, shown.form),
        }
      : null,
    read: mayWrite ? null : givenFinding(t, finding, isHelper),
    helping: isHelper ? t('helpers.reading') : null,
    aside: {
      isAlone: mayWrite,
      need: askPart(t, it.toAsk),
      progress,
      next: next && {
        text: t('answers.next.link', { code: next.code, title: next.title }),
        href: inSameLanguage(`${address}/appraisal/${next.code}`, it.reading),
      },
    },
  }
}

function frame(t: T, { application, framework, item, reading }: CriterionToJudge) {
  const shown = itemIn(reading.translation, item)
  return {
    title: t('title.within', {
      title: t('findings.title', { code: item.code, title: item.title }),
      caption: application.organisationName,
    }),
    back: {
      text: t('findings.back', { organisation: application.organisationName }),
      href: `/applications/${application.id}/appraisal`,
    },
    heading: {
      text: shown.title.text,
      language: shown.title.language,
      caption: t('findings.caption', {
        organisation: application.organisationName,
        code: item.code,
        requirement: t(`answers.requirement.${item.requirement}`),
      }),
      size: 'l' as const,
    },
    draftNotice: criteriaNotice(t, framework, application, null),
    lead: shown.description,
    counts: shown.evidence,
    reading: readingLine(t, reading, {
      address: `/applications/${application.id}/appraisal/${item.code}`,
      part: item.part,
      english: englishLeft(shown),
    }),
  }
}

function progressIn(t: T, actor: Actor, { application, framework, findings, requests }: CriterionToJudge) {
  const criteria = criteriaAskedBy(framework, application.kind)
  const own = seatOf(actor, application)
  return progressOf(t, {
    all: criteria.length,
    left: unfinished(criteria, findings).length,
    unchecked: criteriaToCheck(criteria, findings, requests).unchecked.length,
    isGiven: own?.hasGivenAll === true,
    mayGive: can(actor, 'finding.write', application),
    isOwn: own !== null,
  })
}

function criterionAfter({ application, framework, item }: CriterionToJudge): Item | null {
  const criteria = criteriaAskedBy(framework, application.kind)
  return criteria[criteria.findIndex(({ id }) => id === item.id) + 1] ?? null
}

const givenFinding = (t: T, finding: Finding | null, isHelper: boolean) => ({
  heading: t(isHelper ? 'helpers.finding' : 'findings.own'),
  judgement: judgementStatus(t, finding?.judgement ?? null),
  reason: paragraphs(finding?.reason ?? null),
  commendation: paragraphs(finding?.commendation ?? null),
  note: paragraphs(finding?.privateNote ?? null),
})

function evidenceOf(t: T, { application, item, files, evidenceNow }: CriterionToJudge, evidence: FrozenEvidence) {
  const kind = evidence.kind as EvidenceKind
  const from = new URLSearchParams({ case: application.id, criterion: item.code })
  // A content warning also counts if the library added it after submitting.
  const distressing = evidence.distressing === true || evidenceNow.get(evidence.id)?.distressing === true
  return {
    title: evidence.title,
    href: `/evidence/${evidence.id}?${from.toString()}`,
    summary: paragraphs(evidence.summary),
    facts: [
      { term: t('evidence.card.kind'), text: t(`evidence.kind.${kind}`) },
      { term: t('evidence.card.covers'), text: periodText(t, evidence), figures: true },
    ],
    chips: branchChips(t, evidence.branches),
    remark: evidence.supplementary ? t('answers.supplementary') : null,
    files: { files: files.filter(file => file.evidence === evidence.id).map(file => fileOf(t, file)) },
    notes: evidence.notes.flatMap(({ body }) => paragraphs(body)),
    addresses: evidence.links.map(({ address }) => address),
    warning: warnsBefore({ kind, distressing })
      ? { text: t('content_warning.warning'), open: t('content_warning.open') }
      : null,
  }
}

/**
 * A file, shown without its thumbnail. The page then uses little data, and shows no picture before the reader asks for
 * it.
 */
const fileOf = (t: T, { id, evidence, name, type, size, redactedAt }: SubmittedFile) => ({
  name,
  href: `/evidence/${evidence}/files/${id}`,
  kind: t('findings.file', { type: fileTypes[type as FileType]?.name ?? type, size: fileSize(t, size) }),
  note: redactedAt === null ? null : redactedOn(t, redactedAt),
})

function questionOf(t: T, actor: Actor, application: ApplicationRecord, question: Question) {
  return {
    asked: t('findings.question.asked', { day: longDay(t, question.askedOn) }),
    body: paragraphs(question.body),
    reply: question.reply === null ? null : paragraphs(question.reply),
    state:
      question.reply === null
        ? t(`questions.state.${question.status}`, { day: longDay(t, question.replyBy) })
        : t('findings.question.reply'),
    evidence: question.evidence
      .filter(evidence => mayOpen(actor, application, evidence))
      .map(({ id, title }) => ({ text: title, href: `/evidence/${id}` })),
    unavailable: unavailableText(t, countWithoutConsent(actor, application, question.evidence)),
  }
}
