import { walkThroughYears } from './years/steps.ts'

// With scripts, on a desk; axe judges every page at both widths.

walkThroughYears({ scripts: true, options: { viewport: { width: 1280, height: 900 } } })
