import { httpWalker } from './http-walker.ts'
import { walkThroughYears } from './years/steps.ts'

// By HTTP, as without scripts. A browser shows each page, with and without scripts, and axe checks it at both widths.

walkThroughYears(httpWalker, ['with scripts', 'without scripts'])
