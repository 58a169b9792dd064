import { httpWalker } from '../http-walker.ts'
import { walkThrough } from '../steps.ts'

// Uses everything without scripts: pages and forms are requested by HTTP, and a browser without scripts shows each
// page.

walkThrough(httpWalker, ['without scripts'])
