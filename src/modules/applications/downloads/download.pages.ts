import { dayOf } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import type { Column } from '../../access/access.public.ts'
import { reasonOf } from '../list/list.pages.ts'
import type { ApplicationLine } from '../list/list.store.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { exactStatus } from '../statuses/status.pages.ts'

/** @param withStream whether to add a column for the stream; true if there are several streams */
export const applicationColumns = (t: T, withStream: boolean): Column<ApplicationLine>[] => [
  { head: t('applications.column.library'), cell: ({ organisation }) => organisation },
  { head: t('organisations.place'), cell: ({ place }) => place },
  { head: t('applications.column.kind'), cell: ({ kind }) => t(`application.kind.${kind}`) },
  ...(withStream ? [{ head: t('rounds.column.stream'), cell: ({ stream }: ApplicationLine) => stream }] : []),
  { head: t('applications.download.number'), cell: ({ number }) => number },
  {
    head: t('applications.column.state'),
    cell: ({ status, decisionLetterReleased }) => exactStatus(t, status, decisionLetterReleased).text,
  },
  { head: t('applications.column.since'), cell: ({ statusSince }) => ({ day: dayOf(statusSince) }) },
  { head: t('applications.column.branches'), cell: ({ branches }) => branches },
  { head: t('applications.download.note'), cell: line => reasonOf(t, line) },
]

/** The columns of the download of one organisation's recommendations. */
export const recommendationColumns = (t: T): Column<RecommendationLine>[] => [
  { head: t('recommendations.download.kind'), cell: ({ kind }) => t(`recommendation.kind.${kind}`) },
  { head: t('recommendations.download.body'), cell: ({ body }) => body },
  { head: t('recommendations.download.about'), cell: ({ about }) => about && `${about.code} ${about.title}` },
  { head: t('recommendations.download.owner'), cell: ({ owner }) => owner },
  { head: t('recommendations.download.due'), cell: ({ dueOn }) => dueOn && { day: dueOn } },
  { head: t('recommendations.download.status'), cell: ({ status }) => t(`recommendations.download.${status}`) },
  {
    head: t('recommendations.download.decision_letter'),
    cell: ({ decisionLetterOn }) => decisionLetterOn && { day: decisionLetterOn },
  },
  {
    head: t('recommendations.download.response'),
    cell: ({ notes }) => notes.findLast(({ says }) => says === 'answer')?.body ?? null,
  },
]
