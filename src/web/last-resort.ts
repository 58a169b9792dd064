// Pages without template, catalogue or stylesheet, for when nothing else can be rendered.

const page = (title: string, heading: string, text: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – Library of Sanctuary</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body><main>
<h1>${heading}</h1>
${text}
<p><a href="/">Go to the home page</a></p>
</main></body>
</html>
`

/** The page for when even the error page cannot be rendered. */
export const lastResort = page(
  'Sorry, something went wrong',
  'Sorry, something went wrong on our side',
  '<p>It is not your fault. What you saved before is safe. Please try again in a few minutes.</p>',
)

/** The page for a request whose address or cookies are too long to read. */
export const tooLong = page(
  'This address is too long',
  'This address is too long',
  `<p>Go back and search for fewer words, or choose fewer filters.</p>
<p>If you see this on every page, delete the cookies of this website in your browser, and sign in again.</p>`,
)

/** The page for a form that arrives too slowly. */
export const tooSlow = page(
  'We did not get the whole form',
  'We did not get the whole form',
  `<p>We have saved nothing, because your connection was lost or too slow.</p>
<p>Check your connection. Then go back and send the form again.</p>`,
)

/** The headers of a page that ends its connection. */
export const headersOf = (page: string): Record<string, string> => ({
  Connection: 'close',
  'Content-Length': String(Buffer.byteLength(page)),
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
})
