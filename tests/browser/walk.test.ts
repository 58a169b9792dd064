import { walkThrough } from './steps.ts'

// With scripts, on a desk; axe judges every page at both widths.

walkThrough({ scripts: true, options: { viewport: { width: 1280, height: 900 } } })
