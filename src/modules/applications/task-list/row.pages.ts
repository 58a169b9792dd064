import { canBeWritten, canItemBeWritten } from '../../../domain/application.ts'
import type { Writer } from '../../../domain/assignment.ts'
import type { Item } from '../../../domain/framework.ts'
import { isItemUnfinished, lacksOf, type ItemState } from '../../../domain/completeness.ts'
import { settingTargets } from '../../../domain/target.ts'
import { isSignOffDone, type SignOff } from '../../../domain/sign-off.ts'
import { dayOf } from '../../../domain/time.ts'
import { itemIn } from '../../../domain/translation.ts'
import { number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { inSameLanguage } from '../../frameworks/frameworks.public.ts'
import { askedStatus, itemStatus, lacksInWords } from '../progress/progress.pages.ts'
import { carriedHint, renewedStatus } from '../since-last-year/since-last-year.pages.ts'
import { signOffTask } from '../sign-offs/sign-off.pages.ts'
import type { Tasks } from './task-list.store.ts'
import { gapHint, rowWho, teamStatus, type OwnRow } from './team.pages.ts'

interface RowState {
  tasks: Tasks
  state: ItemState
  reader: Writer
}

export function rowOf(t: T, item: Item, { tasks, state, reader }: RowState): OwnRow {
  const { application, reading, team } = tasks
  const { title } = itemIn(reading.translation, item)
  const assignment = team.assignments.find(({ itemId }) => itemId === item.id)
  const gap = gapHint(t, item, team.attached.get(item.id), dayOf(tasks.at))
  const isAsked = canBeWritten(application) && tasks.untouched.includes(item.id)
  const isLeft = isItemUnfinished(application, item.id, { state, untouched: tasks.untouched })
  const isYours = assignment?.personId === reader.id
  const isWritable = canItemBeWritten(application, item.id)
  const isReady = isWritable && assignment?.status === 'ready'
  const isToMark = isYours && assignment.status === 'to write' && !reader.isLead && !isLeft && isWritable
  return {
    code: item.code,
    title: title.text,
    titleLanguage: title.language,
    href: inSameLanguage(`/applications/${application.id}/criteria/${item.code}`, reading),
    note: item.requirement === 'recommended' ? t('item.requirement.recommended') : null,
    hint:
      (isReady && !isAsked ? lackingHint(t, item, tasks) : null) ??
      hintOf(t, item, tasks, gap) ??
      (isToMark ? t('assignments.mark') : null),
    status: isAsked
      ? askedStatus(t)
      : teamStatus(t, renewedStatus(t, state, tasks.carried?.since.get(item.id)), isReady),
    who: rowWho(t, team, { itemId: item.id, isOpen: isReady || isLeft, reader }),
    needsAction: isLeft || gap !== null || isReady,
    isYours,
  }
}

/** The missing parts of an answer, without the confirmation that a renewal needs; null when none is missing. */
function lackingHint(t: T, item: Item, { application, answers }: Tasks): string | null {
  const answer = answers.find(({ itemId }) => itemId === item.id)
  const isLacking = lacksOf(item, answer, application).some(lack => lack !== 'confirmation')
  return isLacking ? t('answers.lacks', { lacks: lacksInWords(t, item, answer, application) }) : null
}

function hintOf(t: T, item: Item, { application, carried, team, untouched }: Tasks, gap: string | null): string | null {
  if (canBeWritten(application) && untouched.includes(item.id))
    return t(application.status === 'returned' ? 'applications.tasks.returned.item' : 'applications.tasks.asked')
  const scope =
    item.id === 'scope-declared' ? t('applications.library.branches', { count: application.scope.length }) : null
  const targets =
    item.id === settingTargets && application.targets > 0 ? t('targets.count', { count: application.targets }) : null
  const count = team.comments.get(item.id) ?? 0
  const comments = count > 0 ? t('comments.hint', { count }) : null
  return gap ?? (canBeWritten(application) ? carriedHint(t, item, carried) : null) ?? scope ?? targets ?? comments
}

/** The tasks about the whole application: the summary and any sign-off. */
export function wholeRows(t: T, { application, framework, team }: Tasks): OwnRow[] {
  const below = `/applications/${application.id}`
  return [
    {
      title: t('applications.tasks.summary'),
      href: `${below}/summary`,
      hint: t('applications.tasks.summary.hint', { most: number(t, framework.summaryMaxCharacters) }),
      status: itemStatus(t, application.summary ? 'done' : 'not started'),
      needsAction: !application.summary,
      isYours: false,
    },
    ...(team.signOff ? [signOffRow(t, application, team.signOff.signOff)] : []),
  ]
}

function signOffRow(t: T, application: ApplicationRecord, signOff: SignOff | null): OwnRow {
  const { text, href, status } = signOffTask(t, application, signOff)
  return { title: text, href, status, hint: t('sign_off.hint'), needsAction: !isSignOffDone(signOff), isYours: false }
}
