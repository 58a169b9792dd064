// The exports of `@jest/globals` for test files: the functions of the running test file, as live bindings.

export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, test

export function useGlobals(given) {
  ;({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = given)
}
