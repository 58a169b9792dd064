import { keyOfName } from './similar-names.ts'

// Compares names that are written differently but mean the same.

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words that do not distinguish one library from another, in English, Welsh and Gaelic. */
const inBranches = words('the library libraries branch community llyfrgell leabharlann cml plus and')
const inOrganisations = words(
  'the of and council city county borough district metropolitan royal london unitary authority library libraries ' +
    'service services public cyngor sir comhairle llyfrgell llyfrgelloedd leabharlann leabharlannan trust',
)

const without = (name: string, common: ReadonlySet<string>): string =>
  keyOfName(name)
    .split(' ')
    .filter(word => !common.has(word))
    .join(' ')

/** A branch's name without common words; empty for “Community Library”. */
export const branchCore = (name: string): string => without(name, inBranches)
export const organisationCore = (name: string): string => without(name, inOrganisations)

/**
 * The place in the name of a council: “North Fell” for “North Fell Council”. A name with nothing to remove is returned
 * unchanged.
 */
export const placeInName = (name: string): string =>
  name
    .replace(/^(the )?(royal borough|london borough|city|borough|county|council|metropolitan borough) of (the )?/i, '')
    .replace(
      /\s+((metropolitan |city |county |borough |district )*council|libraries|library service|libraries trust)$/i,
      '',
    )
    .trim() || name
