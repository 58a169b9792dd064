import { httpWalker } from './http-walker.ts'
import { walkThroughYears } from './years/steps.ts'

// By HTTP, as without scripts; a browser shows each page, with scripts and without, and axe judges it at both widths.

walkThroughYears(httpWalker, ['with scripts', 'without scripts'])
