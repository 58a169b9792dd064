/** The page for when even the error page cannot be rendered. It uses no template, no catalogue and no stylesheet. */
export const lastResort = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sorry, something went wrong – Library of Sanctuary</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body><main>
<h1>Sorry, something went wrong on our side</h1>
<p>It is not your fault. What you saved before is safe. Please try again in a few minutes.</p>
<p><a href="/">Go to the start page</a></p>
</main></body>
</html>
`
