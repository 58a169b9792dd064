import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Role } from '../src/domain/actor.ts'
import { applicationMoves, applicationStatuses, statusShownToLibrary } from '../src/domain/application.ts'
import { awardMoves, awardStatuses } from '../src/domain/award.ts'
import { whoMay, type Move, type Moves } from '../src/domain/moves.ts'
import { messages } from '../src/domain/email-kinds.ts'
import { translator } from '../src/words/words.ts'
import { applicationLayout, awardLayout } from './lifecycle-layouts.ts'
import { drawLifecycle } from './lifecycle-picture.ts'

const t = translator('en')

/** docs/lifecycle.md and its two pictures, from the tables in src/domain. */
export function lifecycleDocuments(): Record<string, string> {
  return {
    'docs/lifecycle.md': lifecycleText(),
    'docs/lifecycle-applications.svg': drawLifecycle(applicationMoves, applicationLayout),
    'docs/lifecycle-awards.svg': drawLifecycle(awardMoves, awardLayout),
  }
}

function lifecycleText(): string {
  return (
    [
      '# Lifecycle of applications and awards',
      'Written by `npm run lifecycle` from `src/domain/application.ts` and `src/domain/award.ts`. ' +
        'Do not edit it: a test fails when it is out of date.',
      'The people named can make a move when every condition beside them is true. *The calendar* makes its ' +
        'moves on the day they are due. *Release of the letter* makes its moves when a decision letter is ' +
        'released. A coordinator, a trustee and the panel must have declared no conflict of interest, and must ' +
        'not belong to the library. A person with a seat neither coordinates nor decides. When no coordinator can ' +
        'act, a trustee makes the moves of a coordinator, except recording an award.',
      '## Applications',
      '![Boxes for each state of an application and arrows for each move](lifecycle-applications.svg)',
      statesOfApplications(),
      tableOf(applicationMoves),
      '## Awards',
      '![Boxes for each state of an award and arrows for each move](lifecycle-awards.svg)',
      'An award is valid in `valid`, `renewal open`, `renewal with us` and `extended`, until its last day. ' +
        'While a renewal that was submitted by that day is with us, there is no last day.',
      statesOfAwards(),
      tableOf(awardMoves),
      '## Emails',
      'The emails that a move sends. Whether each reader may still read it is checked again before sending.',
      rows(
        ['email', 'goes to'],
        messagesSent().map(name => [name, messages[name]]),
      ),
    ].join('\n\n') + '\n'
  )
}

function statesOfApplications(): string {
  return rows(
    ['state', 'what the library reads'],
    applicationStatuses.map(status => {
      const shown = statusShownToLibrary({ status, decisionLetterReleased: false })
      const words = t(`application.status_own.${shown}`)
      return [
        `\`${status}\``,
        shown === status
          ? words
          : `${words}. After the decision letter is released: ${t(`application.status_own.${status}`)}`,
      ]
    }),
  )
}

function statesOfAwards(): string {
  return rows(
    ['state', 'what the library reads'],
    awardStatuses.map(status => [`\`${status}\``, t(`award.status_own.${status}`)]),
  )
}

function tableOf(table: Moves<string, string>): string {
  return rows(
    ['move', 'from → to', 'by, when', 'asks for', 'sends'],
    Object.entries(table).map(([name, move]) => [
      `\`${name}\``,
      `${move.from.join(', ').replace('not started', '–')} → ${destination(move)}`,
      whoMay(move)
        .map(role => by(move, role))
        .join('; '),
      asked(move),
      (move.sends ?? []).join(', ') || '–',
    ]),
  )
}

function destination({ to, stays = [] }: Move<string, string>): string {
  return stays.length === 0 ? to : `${to}; ${stays.join(', ')} does not change`
}

function by(move: Move<string, string>, role: Role): string {
  const guards = move.by[role] ?? []
  const narrower = move.only?.[role]
  const name = t(`standing.${role}`).toLowerCase()
  const from = narrower ? ` (from ${narrower.join(', ')})` : ''
  return `**${name}**${from}${guards.length > 0 ? `: ${guards.join(', ')}` : ''}`
}

function asked({ asks = [], asksAlsoFrom = {} }: Move<string, string>): string {
  const also = Object.entries(asksAlsoFrom).map(([status, more]) => `from ${status}: ${(more ?? []).join(', ')}`)
  return [...asks, ...also].join(', ') || '–'
}

function messagesSent(): (keyof typeof messages)[] {
  const sent = [
    ...Object.values<Move<string, string>>(applicationMoves),
    ...Object.values<Move<string, string>>(awardMoves),
  ].flatMap(({ sends = [] }) => sends)
  return [...new Set(sent)]
}

function rows(head: string[], body: string[][]): string {
  return [head, head.map(() => '---'), ...body].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync('docs', { recursive: true })
  for (const [path, text] of Object.entries(lifecycleDocuments())) writeFileSync(path, text)
}
