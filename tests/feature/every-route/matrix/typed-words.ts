import { libraryStream } from '../../../../src/domain/framework.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../../src/domain/framework.ts'
import {
  frameworkVersion,
  latestFrameworkVersionId,
} from '../../../../src/modules/frameworks/frameworks/framework.store.ts'
import { languageFacts } from '../../../../src/domain/translation.ts'
import { translatedTitle } from './draft.ts'
import type { World } from './world.ts'

// By table, the columns whose text appears on pages exactly as it is stored: people entered it, or the service wrote it
// earlier, such as a receipt or the subject of an email.
const typedIn: Record<string, readonly string[]> = {
  people: ['name', 'email'],
  organisations: ['name', 'place', 'role_mailbox'],
  branches: ['name', 'place'],
  invitations: ['name', 'email'],
  rounds: ['name'],
  framework_versions: ['label'],
  saved_filters: ['name'],
  date_moves: ['reason'],
  meeting_items: ['minutes'],
  visit_notes: ['body'],
  imports: ['file_name'],
  evidence: ['title', 'summary'],
  evidence_files: ['name', 'sha256', 'caption', 'alternative'],
  evidence_links: ['address'],
  evidence_notes: ['body'],
  partners: ['name', 'english_name', 'place', 'agreed', 'contact'],
  partner_activities: ['title'],
  recurring_evidence: ['title', 'what'],
  occurrences: ['reason'],
  inbox_items: ['words', 'sender'],
  inbox_files: ['name'],
  consents: ['person', 'guardian', 'wording', 'held_by', 'held_where'],
  applications: ['number', 'summary', 'reasons'],
  move_reasons: ['body'],
  answers: ['narrative'],
  comments: ['body'],
  submissions: ['receipt', 'sha256', 'manifest'],
  awards: ['code'],
  declarations: ['reason'],
  seats: ['offered_to_name', 'offered_to_email', 'shown_name', 'declined_reason'],
  findings: ['reason', 'commendation', 'private_note'],
  questions: ['body', 'reply'],
  agreed_findings: ['reason'],
  proposals: ['outcome_reason', 'decision_letter', 'sent_back_reason'],
  decisions: ['decision_letter', 'letter_opening', 'letter_closing', 'letter_released'],
  decision_findings: ['reason'],
  decision_requests: ['reason', 'answer_reason'],
  recommendations: ['body', 'owner'],
  recommendation_notes: ['body'],
  targets: ['body', 'progress'],
  pledges: ['signed_by', 'role', 'wording'],
  endorsements: ['group_name', 'email', 'name', 'role', 'words'],
  outbox: ['address', 'subject', 'failure'],
}

/** Returns a function that removes entered text, framework text and stored emails from a text. */
export async function withoutTyped(world: World, alsoTyped: readonly string[]): Promise<(text: string) => string> {
  const typed = [...new Set([...(await typedWords(world)), ...alsoTyped])]
    .filter(text => /[a-z]/i.test(text))
    .toSorted((a, b) => b.length - a.length)
  const short = new RegExp(`\\b(${typed.filter(text => text.length < 7).join('|')})\\b`, 'g')
  const long = typed.filter(text => text.length >= 7)
  return words =>
    long.reduce((rest, text) => (rest.includes(text) ? rest.replaceAll(text, '') : rest), words).replace(short, '')
}

async function typedWords({ service, cases }: World): Promise<string[]> {
  const { db } = service.parts
  const typed: (string | null)[] = []
  for (const [table, columns] of Object.entries(typedIn)) {
    const rows: Record<string, string | null>[] = await db(table).select(...columns)
    typed.push(...rows.flatMap(row => Object.values(row)))
  }
  for (const { body } of await db('outbox').select('body')) typed.push(...textsIn(JSON.parse(body ?? 'null')))
  for (const { shared } of await db('endorsements').select('shared')) typed.push(...textsIn(JSON.parse(shared)))
  typed.push(
    ...wordsOf(await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))),
    ...Object.keys(cases),
    ...Object.values(languageFacts).map(({ ownName }) => ownName),
    translatedTitle,
  )
  return typed.flatMap(text => [text ?? '', ...(text ?? '').split('\n')]).map(text => text.replace(/\s+/g, ' ').trim())
}

const wordsOf = (framework: Framework): string[] => [
  framework.label,
  framework.version,
  framework.notice,
  ...framework.areas.flatMap(({ title, description }) => [title, description]),
  ...[
    ...framework.prerequisites,
    ...criteriaAskedBy(framework, 'first'),
    ...framework.criteria,
    ...framework.lookingAhead,
  ].flatMap(({ code, title, description, evidence }: Item) => [code, title, description, ...evidence]),
]

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
