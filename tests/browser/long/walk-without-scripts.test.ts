import { httpWalker } from '../http-walker.ts'
import { walkThrough } from '../steps.ts'

// Everyone uses the service by HTTP, and a browser without scripts shows each of their pages.

walkThrough(httpWalker, ['without scripts'])
