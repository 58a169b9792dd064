import { httpWalker } from '../http-walker.ts'
import { walkThroughYears } from '../years/steps.ts'

// Walks by HTTP, as without scripts. A browser shows each page with and without scripts, and axe checks both widths.

walkThroughYears(httpWalker, ['with scripts', 'without scripts'])
