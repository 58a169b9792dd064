import type { Tx } from '../../src/db/connection.ts'
import { currentFolding } from '../../src/modules/evidence/search-index/search-index.store.ts'

/** The number of rows for each added library. `opened`: how often someone opened its evidence. */
export const ofEach = { branches: 17, evidence: 139, emails: 10, opened: 40 } as const

/** The first letter of the ids of each kind of row. */
const letters = { person: 'p', member: 'm', organisation: 'l', branch: 'b', evidence: 'e', link: 'k', award: 'w' }
const [changes, terms, events, emails] = ['c', 't', 'v', 'x']

/** An id of 20 letters from a number. Ids have no 0, 1, 8 and 9. */
function idOf(letter: string, number: string): string {
  const digits = ["'0', 'z'", "'1', 'y'", "'8', 'w'", "'9', 'v'"].reduce(
    (text, pair) => `replace(${text}, ${pair})`,
    `cast(${number} as text)`,
  )
  return `substr('${letter}aaaaaaaaaaaaaaaaaaa', 1, 20 - length(cast(${number} as text))) || ${digits}`
}

interface Times {
  /** SQL for the time a number of seconds ago */
  ago(seconds: string): string
  /** SQL for the day a number of days after today */
  day(days: string): string
}
const sqlite: Times = {
  ago: seconds => `strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-' || (${seconds}) || ' seconds')`,
  day: days => `date('now', (${days}) || ' days')`,
}
const postgres: Times = {
  ago: seconds =>
    `to_char((now() at time zone 'utc') - make_interval(secs => ${seconds}), 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`,
  day: days => `((now() at time zone 'utc')::date + (${days})::integer)::text`,
}

/**
 * Adds libraries without applications: each has a lead, branches, a current award and evidence, with the history of the
 * award and the evidence.
 */
export async function addLibraries(trx: Tx, libraries: number): Promise<void> {
  const isPostgres = trx.client.config.client === 'pg'
  const times = isPostgres ? postgres : sqlite
  await numbers(trx, libraries * ofEach.evidence, isPostgres)
  const insert = async (table: string, rows: number, columns: Readonly<Record<string, string>>): Promise<void> => {
    await trx.raw(
      `insert into ${table} (${Object.keys(columns).join(', ')}) select ${Object.values(columns).join(', ')}
        from bench_numbers where i < ${rows} order by i`,
    )
  }
  await people(insert, libraries, times)
  await awards(trx, insert, libraries, times)
  await evidence(insert, libraries, times)
  await traces(insert, libraries, times)
  await indexWords(trx, isPostgres)
  await trx.raw('drop table bench_numbers')
}

type Insert = (table: string, rows: number, columns: Readonly<Record<string, string>>) => Promise<void>

async function numbers(trx: Tx, most: number, isPostgres: boolean): Promise<void> {
  await trx.raw('create temporary table bench_numbers (i integer primary key)')
  await trx.raw(
    isPostgres
      ? 'insert into bench_numbers select generate_series(0, ? - 1)'
      : `insert into bench_numbers with recursive n (i) as (select 0 union all select i + 1 from n where i < ? - 1)
          select i from n`,
    [most],
  )
  await trx.raw('create temporary table bench_items (i integer primary key, item_id varchar(60))')
  await trx.raw(
    `insert into bench_items select row_number() over (order by item_id) - 1, item_id
      from (select distinct item_id from answers where own_rating is not null) as items`,
  )
}

async function people(insert: Insert, libraries: number, { ago }: Times): Promise<void> {
  const [person, organisation] = [idOf(letters.person, 'i'), idOf(letters.organisation, 'i')]
  const made = ago('90000000 - i')
  await insert('people', libraries, {
    id: person,
    name: "'Lead ' || i",
    name_key: "'lead ' || i",
    email: "'lead' || i || '@country.example'",
    email_key: "'lead' || i || '@country.example'",
    status: "'active'",
    created_at: made,
    version: '1',
  })
  await insert('organisations', libraries, {
    id: organisation,
    name: "'Library service ' || i",
    name_key: "'library service ' || i",
    kind: "'library service'",
    place: "'Place ' || i",
    place_key: "'place ' || i",
    created_at: made,
    version: '1',
  })
  await insert('memberships', libraries, {
    id: idOf(letters.member, 'i'),
    person_id: person,
    organisation_id: organisation,
    role: "'lead'",
    started_at: made,
    readers_confirmed_at: made,
  })
  await insert('branches', libraries * ofEach.branches, {
    id: idOf(letters.branch, 'i'),
    organisation_id: idOf(letters.organisation, `(i % ${libraries})`),
    name: `'Branch ' || i / ${libraries}`,
    kind: "'branch'",
    version: '1',
  })
}

/** Four in five awards are valid, and the renewal of the others is open. Their end dates are spread over the year. */
async function awards(trx: Tx, insert: Insert, libraries: number, { day }: Times): Promise<void> {
  const version = await trx('terms').first<{ framework_version_id: string; settings: string }>()
  const isOpen = 'i % 5 = 0'
  const days = `(case when ${isOpen} then 1 + i % 179 else 181 + i % 180 end)`
  const [id, organisation] = [idOf(letters.award, 'i'), idOf(letters.organisation, 'i')]
  const [granted, end, opened] = [day(`${days} - 364`), day(days), day(`${days} - 180`)]
  await insert('awards', libraries, {
    id,
    organisation_id: organisation,
    stream_id: "'libraries'",
    code: "'BENCH-' || i",
    status: `case when ${isOpen} then 'renewal open' else 'valid' end`,
    valid_to: end,
    base_valid_to: end,
    granted_on: granted,
    due_on: `case when ${isOpen} then ${end} else ${opened} end`,
    version: '1',
  })
  await insert('award_branches', libraries * 3, {
    award_id: idOf(letters.award, `(i % ${libraries})`),
    branch_id: idOf(letters.branch, 'i'),
    joined_on: day('-800'),
  })
  const term = { award_id: id, number: '1', anchor: granted, starts_on: granted, ends_on: end, months: '12' }
  await insert('terms', libraries, {
    ...term,
    id: idOf(terms!, 'i'),
    framework_version_id: `'${version!.framework_version_id}'`,
    settings: `'${version!.settings}'`,
  })
  const moves = [
    { number: 1, move: 'grant', to: 'valid', on: granted, only: '1 = 1' },
    { number: 2, move: 'openRenewal', to: 'renewal open', on: opened, only: isOpen },
  ]
  for (const { number, move, to, on, only } of moves) {
    const at = `${on} || 'T00:30:00.000Z'`
    await trx.raw(
      `insert into award_changes (id, award_id, number, move, to_status, from_day, valid_to, at)
        select ${idOf(changes! + number, 'i')}, ${id}, ${number}, '${move}', '${to}', ${on}, ${end}, ${at}
        from bench_numbers where i < ${libraries} and ${only} order by i`,
    )
    await trx.raw(
      `insert into events (id, at, actor, name, entity, entity_id, organisation_id, facts)
        select ${idOf(events! + number, 'i')}, ${at}, 'the clock', 'award.${move}', 'award', ${id}, ${organisation},
          '{"to":"${to}","validTo":"' || ${end} || '"}'
        from bench_numbers where i < ${libraries} and ${only} order by i`,
    )
  }
}

async function evidence(insert: Insert, libraries: number, { ago, day }: Times): Promise<void> {
  const rows = libraries * ofEach.evidence
  const id = idOf(letters.evidence, 'i')
  const [library, back] = [`(i % ${libraries})`, `(80000000 - (i * ${80_000_000 / rows}))`]
  const organisation = idOf(letters.organisation, library)
  await insert('evidence', rows, {
    id,
    organisation_id: organisation,
    title: "'Welcome desk, month ' || i",
    kind: "case when i % 3 = 0 then 'training' else 'policy' end",
    summary: "'What we did at the desk, in short.'",
    period_from: day('-200'),
    period_to: day('-20'),
    sensitivity: "case when i % 9 = 0 then 'restricted' else 'ordinary' end",
    owner_id: idOf(letters.person, library),
    received_at: ago(back),
    version: '1',
  })
  await insert('evidence_branches', rows, {
    evidence_id: id,
    branch_id: idOf(letters.branch, `(i % ${libraries * ofEach.branches})`),
  })
  await insert('evidence_items', rows, {
    evidence_id: id,
    item_id: '(select item_id from bench_items where bench_items.i = bench_numbers.i % 25)',
  })
  await insert('evidence_links', rows, {
    id: idOf(letters.link, 'i'),
    evidence_id: id,
    address: "'https://country.example/desk'",
    seen_on: day('-20'),
    added_at: ago(back),
  })
  await insert('evidence_index', rows, { place: 'i', evidence_id: id, folding: String(currentFolding) })
  await insert('events', rows, {
    id: idOf(events!, 'i'),
    at: ago(back),
    actor: "'person'",
    person_id: idOf(letters.person, library),
    name: "'evidence.added'",
    entity: "'evidence'",
    entity_id: id,
    organisation_id: organisation,
    facts: `'{"kind":"policy","sensitivity":"ordinary","files":[]}'`,
  })
}

async function traces(insert: Insert, libraries: number, { ago }: Times): Promise<void> {
  const library = `(i % ${libraries})`
  await insert('access_log', libraries * ofEach.opened, {
    at: ago(`70000000 - i`),
    person_id: idOf(letters.person, library),
    what: "'evidence'",
    entity_id: idOf(letters.evidence, 'i'),
    evidence_id: idOf(letters.evidence, 'i'),
    organisation_id: idOf(letters.organisation, library),
  })
  const email = (column: string) => `(select ${column} from outbox where name = 'team changed' order by id limit 1)`
  await insert('outbox', libraries * ofEach.emails, {
    id: idOf(emails!, 'i'),
    name: "'team changed'",
    person_id: idOf(letters.person, library),
    address: `'lead' || ${library} || '@country.example'`,
    language: "'en'",
    entity: "'organisation'",
    entity_id: idOf(letters.organisation, library),
    subject: email('subject'),
    body: email('body'),
    status: "'sent'",
    queued_at: ago('70000000 - i'),
    next_try_at: ago('70000000 - i'),
    tries: '1',
    sent_at: ago('70000000 - i'),
  })
}

/**
 * Indexes the words of evidence that is not in the index yet. The format is that of search-index.store.ts, with fewer
 * words.
 */
async function indexWords(trx: Tx, isPostgres: boolean): Promise<void> {
  const words = `'·o' || organisation_id || ' ·k' || replace(kind, ' ', '·') || ' ·len ·w' || owner_id || ' ·s' ||
    sensitivity || ' ·ball ·y' || coalesce(substr(period_from, 1, 4), '2025') || ' ' ||
    lower(replace(replace(title, ',', ''), '.', '')) || ' what we did at the desk in short'`
  const place = isPostgres ? 'place' : 'rowid'
  const kept = isPostgres ? `array_to_tsvector(array(select distinct unnest(string_to_array(${words}, ' '))))` : words
  await trx.raw(
    `insert into evidence_words (${place}, words)
      select place, ${kept}
      from evidence_index join evidence on evidence.id = evidence_index.evidence_id
      where place not in (select ${place} from evidence_words) order by place`,
  )
}
