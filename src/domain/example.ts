import type { Application, ApplicationStatus } from './application.ts'

// Examples are answers of a decided application, without the names of people, for other libraries to read.

/** The ways in which an application can be shared as an example: not at all, without the library's name, or with it. */
export const sharings = ['no', 'unnamed', 'named'] as const
export type Sharing = (typeof sharings)[number]

export const canBeExample = ({
  status,
  decisionLetterReleased,
}: Pick<Application, 'decisionLetterReleased'> & { status: ApplicationStatus }): boolean =>
  status === 'decided' && decisionLetterReleased

/** Whether a lead can choose how the application is shared. Without an award, they can only stop sharing it. */
export const canChooseSharing = ({
  isAwarded,
  isShared,
  hasReleasedDecision,
}: Pick<Application, 'isAwarded' | 'isShared' | 'hasReleasedDecision'>): boolean =>
  isAwarded || (isShared && hasReleasedDecision)

/**
 * How an application is shared before a lead chooses: without the library's name if the tick box in the application
 * allows sharing, otherwise not at all.
 */
export const sharingUntilChosen = ({ mayBeShared }: { mayBeShared: boolean }): Sharing =>
  mayBeShared ? 'unnamed' : 'no'

/** The parts of the United Kingdom by which examples can be filtered. A smaller place could identify a library. */
export const regions = [
  'East Midlands',
  'East of England',
  'London',
  'North East',
  'North West',
  'Northern Ireland',
  'Scotland',
  'South East',
  'South West',
  'Wales',
  'West Midlands',
  'Yorkshire and the Humber',
] as const
export type Region = (typeof regions)[number]

/**
 * Sizes of libraries, as ranges of the number of branches in the application, both ends included. An exact number could
 * identify a library.
 */
export const sizes = {
  one: [1, 1],
  few: [2, 10],
  some: [11, 30],
  many: [31, 1_000],
} as const satisfies Record<string, readonly [number, number]>
export type Size = keyof typeof sizes
export const sizeNames = Object.keys(sizes) as Size[]

/** The size of a library with this many branches. */
export const sizeOf = (branches: number): Size =>
  sizeNames.find(name => branches >= sizes[name][0] && branches <= sizes[name][1]) ?? 'many'
