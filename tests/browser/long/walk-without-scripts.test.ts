import { httpWalker } from '../http-walker.ts'
import { walkThrough } from '../steps.ts'

// Uses everything without scripts, by HTTP. A browser without scripts shows each page.

walkThrough(httpWalker, ['without scripts'])
