import type { RoughDay } from './import-cells.ts'
import { branchCore, organisationCore } from './import-names.ts'
import type { BranchGiven, OrganisationGiven, Reason } from './import-rows.ts'
import type { BranchKind } from './organisation.ts'
import { haveSimilarNames, keyOfName } from './similar-names.ts'
import type { Day } from './time.ts'

// Finds the existing record that a row of an import is about. A coordinator decides about possible duplicates.

export interface BranchHere {
  id: string
  name: string
  /** the result of `keyOfName` for the name, computed once */
  folded: string
  /** the result of `branchCore` for the name, computed once */
  core: string
  /** the result of `keyOfName` for the address, computed once */
  foldedAddress: string
  kind: BranchKind
  address: string | null
  postcode: string | null
  contactEmail: string | null
  openedOn: Day | null
  closedOn: Day | null
  version: number
  /** an award that has not ended, or an application under way, includes the branch */
  isCovered: boolean
}

/** The columns of a branch that an import can set. */
export interface BranchValues {
  name: string
  kind: BranchKind
  address: string | null
  postcode: string | null
  contactEmail: string | null
  openedOn: Day | null
  closedOn: Day | null
}

export type Verdict<Here> =
  { result: 'new' } | { result: 'same' | 'changed' | 'duplicate' | 'problem'; match: Here; reasons: readonly Reason[] }

/**
 * Finds the branch that a row is about.
 * @param here the branches of the organisation; the first of several equally good matches is chosen
 * @param used the ids of the branches that other rows of the file have matched
 */
export function matchBranch(
  given: BranchGiven,
  here: readonly BranchHere[],
  used: ReadonlySet<string> = new Set(),
): Verdict<BranchHere> {
  const isFree = ({ id }: BranchHere) => !used.has(id)
  const folded = keyOfName(given.name)
  const named = here.filter(branch => branch.folded === folded)
  const matches = named
    .filter(branch => isSamePlace(given, branch) && isSamePeriod(given, branch))
    .toSorted((a, b) => likeness(given, b) - likeness(given, a))
  const exact = matches.find(isFree)
  if (exact) {
    const verdict = compareFields(given, exact)
    const other = matches.find(branch => branch !== exact)
    const isUnclear = other !== undefined && likeness(given, other) >= likeness(given, exact)
    return isUnclear && verdict.result !== 'same' ? duplicate(exact, 'several branches') : verdict
  }
  const sameName = named.find(isFree)
  if (sameName) return duplicate(sameName, 'same name')
  return matchSimilar(given, here.filter(isFree))
}

/**
 * The changes that an import would make to this branch. Reports a problem if the import would close a branch for which
 * `isCovered` is true.
 */
export function compareFields(given: BranchGiven, here: BranchHere): Verdict<BranchHere> {
  const values = valuesWith(given, here)
  if (values.closedOn && !here.closedOn && here.isCovered)
    return { result: 'problem', match: here, reasons: [{ is: 'closed in award', with: { day: values.closedOn } }] }
  const reasons: Reason[] = []
  const changed = (is: string, from: string | null, to: string | null) => {
    if (from !== to)
      reasons.push({ is: from === null ? `added ${is}` : `changed ${is}`, with: { from: from ?? '', to: to ?? '' } })
  }
  changed('name', here.name, values.name)
  changed('kind', here.kind, values.kind)
  changed('address', here.address, values.address)
  changed('postcode', here.postcode, values.postcode)
  changed('email', here.contactEmail, values.contactEmail)
  changed('opened', here.openedOn, values.openedOn)
  changed('closed', here.closedOn, values.closedOn)
  return { result: reasons.length > 0 ? 'changed' : 'same', match: here, reasons }
}

/** The values of the branch after the import. An empty cell never replaces an existing value. */
export function valuesWith(given: BranchGiven, here: BranchHere | null): BranchValues {
  const isSameName = here !== null && here.folded === keyOfName(given.name)
  return {
    name: isSameName ? here.name : given.name,
    kind: given.kind ?? here?.kind ?? (/\bmobile\b/i.test(given.name) ? 'mobile' : 'branch'),
    address: given.address || (here?.address ?? null),
    postcode: given.postcode || (here?.postcode ?? null),
    contactEmail: given.email || (here?.contactEmail ?? null),
    openedOn: dateWith(given.opened, here?.openedOn ?? null),
    closedOn: dateWith(given.closed, here?.closedOn ?? null),
  }
}

const dateWith = (given: RoughDay | null, here: Day | null): Day | null =>
  given === null || (here !== null && isSameDate(given, here)) ? here : given.day

const isSameDate = (given: RoughDay, here: Day): boolean =>
  given.isYear ? given.day.slice(0, 4) === here.slice(0, 4) : given.day === here

const isSamePlace = (given: BranchGiven, here: BranchHere): boolean =>
  given.postcode === '' || here.postcode === null || given.postcode === here.postcode

/**
 * Whether the dates can be those of the same branch. A branch that is closed in the service and open in the file may
 * have moved, so the coordinator is asked.
 */
function isSamePeriod({ opened, closed }: BranchGiven, { openedOn, closedOn }: BranchHere): boolean {
  if (closedOn !== null && (closed === null || !isSameDate(closed, closedOn))) return false
  return opened === null || openedOn === null || isSameDate(opened, openedOn) || closedOn === null
}

const likeness = (given: BranchGiven, here: BranchHere): number =>
  (given.postcode !== '' && given.postcode === here.postcode ? 8 : 0) +
  ((given.closed === null) === (here.closedOn === null) ? 4 : 0) +
  (given.opened && here.openedOn && isSameDate(given.opened, here.openedOn) ? 2 : 0) +
  (given.postcode === '' && here.postcode === null ? 1 : 0)

function matchSimilar(given: BranchGiven, here: readonly BranchHere[]): Verdict<BranchHere> {
  if (given.closed) return { result: 'new' }
  const core = branchCore(given.name)
  const address = keyOfName(given.address)
  for (const branch of here.filter(({ closedOn }) => closedOn === null)) {
    const isSamePostcode = given.postcode !== '' && given.postcode === branch.postcode
    const isNear = core !== '' && core === branch.core
    const isSameAddress = isSamePostcode && address === branch.foldedAddress
    const isUnplaced = given.postcode === '' || branch.postcode === null
    if (isSameAddress) return duplicate(branch, 'same address')
    if (isNear && isSamePostcode) return duplicate(branch, 'same postcode')
    if (isNear && isUnplaced) return duplicate(branch, 'similar name')
  }
  return { result: 'new' }
}

function duplicate<Here>(match: Here, is: Reason['is']): Verdict<Here> {
  return { result: 'duplicate', match, reasons: [{ is }] }
}

type NamedBranch = Pick<BranchGiven, 'name' | 'postcode' | 'opened' | 'closed'>

/**
 * Remembers the rows of a file about the branches of one organisation, to find two rows that may be about the same
 * branch. Their names are the same, and so are their dates if the branch is closed, but only one has a postcode.
 */
export function branchesInFile<Each extends { branch: NamedBranch }>() {
  const keyOf = ({ branch: { name, opened, closed } }: Each): string =>
    [keyOfName(name), ...(closed ? [opened?.day, closed.day] : [])].join(' ')
  const firsts = { placed: new Map<string, Each>(), unplaced: new Map<string, Each>() }
  return {
    add(row: Each): void {
      const found = row.branch.postcode === '' ? firsts.unplaced : firsts.placed
      if (!found.has(keyOf(row))) found.set(keyOf(row), row)
    },
    /** the first remembered row that may be about the same branch */
    like: (row: Each): Each | undefined =>
      (row.branch.postcode === '' ? firsts.placed : firsts.unplaced).get(keyOf(row)),
  }
}

/**
 * Remembers the open branches of one organisation in a file, to find one with a similar name. If both branches have a
 * postcode, it must be the same.
 */
export function similarBranches<Each extends { branch: NamedBranch }>() {
  const first = { anywhere: new Map<string, Each>(), at: new Map<string, Each>() }
  const coreOf = ({ branch }: Each): string => (branch.closed ? '' : branchCore(branch.name))
  return {
    add(row: Each): void {
      const core = coreOf(row)
      const place = `${core} ${row.branch.postcode}`
      if (!first.anywhere.has(core)) first.anywhere.set(core, row)
      if (!first.at.has(place)) first.at.set(place, row)
    },
    /** the first remembered row whose branch has a similar name */
    like(row: Each): Each | undefined {
      const core = coreOf(row)
      if (core === '') return undefined
      if (row.branch.postcode === '') return first.anywhere.get(core)
      return first.at.get(`${core} ${row.branch.postcode}`) ?? first.at.get(`${core} `)
    },
  }
}

/** An organisation under one of its names: its own, or that of an organisation merged into it. */
export interface OrganisationHere {
  id: string
  name: string
  /** the result of `keyOfName` for that name, computed once */
  folded: string
  /** the result of `organisationCore` for that name, computed once */
  core: string
  place: string
  isClosed: boolean
  version: number
}

/**
 * Each organisation is compared with at most this many others in the same place. Comparing all pairs would take too
 * long.
 */
const mostCompared = 50

/**
 * For each organisation in a file, an organisation earlier in the file that may be the same; null when there is none.
 */
export function similarEarlier<Each extends Pick<OrganisationGiven, 'name' | 'place'>>(
  organisations: readonly Each[],
): (Each | null)[] {
  const byCore = new Map<string, Each>()
  const byPlace = new Map<string, Each[]>()
  return organisations.map(each => {
    const [core, place] = [organisationCore(each.name) || keyOfName(each.name), keyOfName(each.place)]
    const sameCore = byCore.get(core)
    const here = byPlace.get(place) ?? []
    if (!sameCore) byCore.set(core, each)
    if (place !== '' && here.length < mostCompared) byPlace.set(place, [...here, each])
    return sameCore ?? here.find(({ name }) => haveSimilarNames(name, each.name)) ?? null
  })
}

/**
 * Whether an organisation is found by its name, must be chosen by the coordinator, or is new. An import never changes
 * an organisation.
 */
export function judgeOrganisation(
  given: Pick<OrganisationGiven, 'name' | 'place'>,
  here: readonly OrganisationHere[],
): Verdict<OrganisationHere> {
  const folded = keyOfName(given.name)
  const named = here.filter(organisation => organisation.folded === folded)
  const isHere = ({ place }: OrganisationHere) => given.place === '' || keyOfName(place) === keyOfName(given.place)
  const exact = named.filter(isHere)
  const different = new Set(exact.map(({ id }) => id)).size
  if (different === 1) return { result: 'same', match: exact[0]!, reasons: [] }
  const [sameName] = named
  if (sameName) return duplicate(sameName, different > 1 ? 'several here' : 'same name')
  const core = organisationCore(given.name)
  const near =
    (core === '' ? undefined : here.find(organisation => organisation.core === core)) ??
    (given.place === ''
      ? undefined
      : here.find(organisation => isHere(organisation) && haveSimilarNames(organisation.name, given.name)))
  return near ? duplicate(near, 'similar name') : { result: 'new' }
}
