import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { membersOf } from '../../../domain/findings.ts'
import { panelNamesIn } from '../../../domain/identifying-names.ts'
import { can } from '../../../domain/permissions.ts'
import { wordsOf } from '../../../domain/personal-data.ts'
import { valueOf, valuesOf, type FieldError, type Form, type KeepBox } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import type { Check, FormRequest } from '../../../web/submit-form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { namesOnPanel, panelNamesLookups, type PanelNamesFound } from './panel-names.store.ts'

type Asking = Pick<FormRequest, 'db' | 'actor'>

/** What a form is about: an application, or an object that contains one. */
type OfApplication = ApplicationRecord | { application: ApplicationRecord }

interface Options<About> {
  /** the saved texts of the fields; the check does not ask again about names in these texts */
  savedIn?(asking: Asking, about: About): Promise<Readonly<Record<string, string>>>
}

/**
 * The `check` of a form with text that the library will read. It asks about names of panel members and their helpers.
 * Searches only for names that the writer can see, because trying names must not reveal who is on the panel.
 * @param fields the names of the fields to check
 */
export const panelNamesCheck = <About extends OfApplication, Data>(
  fields: readonly string[],
  options: Options<About> = {},
): Check<About, Data, null, null> =>
  panelNamesCheckOn(fields, {
    ...options,
    applicationsOf: async (_asking, about) => [applicationOf(about)],
  })

const applicationOf = (about: OfApplication): ApplicationRecord => ('application' in about ? about.application : about)

/**
 * As `panelNamesCheck`, for a form whose text can be about several applications or none.
 * @param applicationsOf the applications whose panel members the text must not name
 */
export const panelNamesCheckOn = <About, Data>(
  fields: readonly string[],
  {
    applicationsOf,
    savedIn = async () => ({}),
  }: Options<About> & { applicationsOf(asking: Asking, about: About): Promise<readonly ApplicationRecord[]> },
): Check<About, Data, null, null> => {
  const foundIn = async (asking: Asking, about: About, form: Form): Promise<Found[]> => {
    const written = fields.filter(field => valueOf(form, field).trim() !== '')
    if (written.length === 0) return []
    const names = await namesToAvoid(asking.db, asking.actor, await applicationsOf(asking, about))
    const namesOfMembers = { ...names, helpers: [] }
    const saved = await savedIn(asking, about)
    return written.flatMap((field): Found[] => {
      const text = valueOf(form, field)
      const kept = namesFound(saved[field] ?? '', names).flatMap(wordsOf)
      const all = namesFound(text, names).filter(name => wordsOf(name).some(it => !kept.includes(it)))
      if (all.length === 0) return []
      const members = namesFound(text, namesOfMembers)
      const areMembers = all.every(name => members.some(member => name.includes(member)))
      const value = markOf(field, all)
      return [{ field, names: all, areMembers, value, isKept: valuesOf(form, keepName).includes(value) }]
    })
  }
  return {
    ask: async (asking, about, { received }) => {
      const form = { values: valuesIn(received.body), errors: [] }
      const found = await foundIn(asking, about, form)
      return found.every(({ isKept }) => isKept)
        ? { answer: null }
        : { form: withQuestions(asking.t, form, found), question: null }
    },
    addTo: async (asking, about, form) => withQuestions(asking.t, form, await foundIn(asking, about, form)),
    again: () => null,
  }
}

/** The field with the hashes of the names that the writer has chosen to keep. */
const keepName = 'keepNames'

interface Found {
  field: string
  names: string[]
  /** false when at least one of the names belongs only to a helper of a member */
  areMembers: boolean
  value: string
  /** whether the writer has chosen to keep these names */
  isKept: boolean
}

const markOf = (field: string, names: readonly string[]): string =>
  createHash('sha256')
    .update([field, ...names].join('\n'))
    .digest('base64url')
    .slice(0, 12)

/** The names that the writer can see, and that must not be in a text for the library. */
export interface NamesToAvoid {
  members: string[]
  helpers: string[]
  /** words in the names of the library, its branches and its team; a name that has only such words is not reported */
  known: ReadonlySet<string>
}

/**
 * The names of members and helpers of these panels that this person can see. Coordinators see all real names, including
 * those of earlier members and helpers.
 * @param applications applications of one library
 */
export const namesToAvoid = async (
  db: Db | Tx,
  actor: Actor,
  applications: readonly ApplicationRecord[],
): Promise<NamesToAvoid> =>
  namesToAvoidFrom(actor, applications, await runLookups(db, panelNamesLookups(db, applications)))

/** As `namesToAvoid`, but from the results of `panelNamesLookups`. */
export function namesToAvoidFrom(
  actor: Actor,
  applications: readonly ApplicationRecord[],
  found: PanelNamesFound,
): NamesToAvoid {
  const seen = applications.map(application => namesSeenOn(actor, application, found))
  return {
    members: [...new Set(seen.flatMap(({ members }) => members))],
    helpers: [...new Set(seen.flatMap(({ helpers }) => helpers))],
    known: new Set(applications[0] ? namesOfLibrary(applications[0], found).flatMap(wordsOf) : []),
  }
}

function namesSeenOn(actor: Actor, application: ApplicationRecord, found: PanelNamesFound) {
  const { members, helpers } = namesOnPanel(found, application)
  const seesAll = can(actor, 'panel.read_names', application)
  const own = seatOf(actor, application)?.id
  const seenIn = (all: typeof members): string[] =>
    all.filter(({ seatId }) => seesAll || seatId === own).flatMap(({ names }) => names)
  const shown = can(actor, 'panel.read', application) ? membersOf(application).map(({ shownName }) => shownName) : []
  return { members: [...seenIn(members), ...shown], helpers: seenIn(helpers) }
}

function namesOfLibrary(
  { organisationId: id, organisationName, place }: ApplicationRecord,
  { branches, team }: PanelNamesFound,
): string[] {
  const isOfLibrary = ({ organisationId }: { organisationId: string }): boolean => organisationId === id
  return [
    ...[organisationName, place],
    ...branches.filter(isOfLibrary).flatMap(branch => [branch.name, branch.place ?? '']),
    ...team.filter(isOfLibrary).map(({ name }) => name),
  ]
}

/**
 * The panel names found in a text, each once, as the text spells them. Leaves out names that the library uses for
 * itself.
 */
export const namesFound = (text: string, { members, helpers, known }: NamesToAvoid): string[] => [
  ...new Set(
    panelNamesIn(text, [...members, ...helpers])
      .map(found => found.text)
      .filter(name => !wordsOf(name).every(word => known.has(word))),
  ),
]

/**
 * Adds a checkbox to each field that names panel members or their helpers, and an error until the box is ticked. If the
 * box is not ticked and the field has another error, asks later, because the text may change.
 */
function withQuestions(t: T, form: Form, found: readonly Found[]): Form {
  const asked = found.filter(({ field, isKept }) => isKept || !form.errors.some(error => error.field === field))
  return {
    ...form,
    errors: [...form.errors, ...asked.filter(({ isKept }) => !isKept).map(each => errorAbout(t, each))],
    keep: Object.fromEntries(asked.map(each => [each.field, keepBox(t, each)])),
  }
}

const keepBox = (t: T, { names, value, isKept }: Found): KeepBox => ({
  name: keepName,
  value,
  text: t('panel_names.keep', { names: list(t, names) }),
  isKept,
})

const errorAbout = (t: T, { field, names, areMembers }: Found): FieldError => ({
  field,
  message: t(areMembers ? 'panel_names.found' : 'panel_names.found.helper', {
    count: names.length,
    names: list(t, names),
  }),
})
