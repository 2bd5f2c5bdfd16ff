/** What `npm start` says by itself, for a terminal of 80 columns. */
export const words = {
    help: `npm start

Runs the quick start on this machine alone: an emulated Kore.ai account, a
Pulumi stack in a folder, and the people of examples/quickstart/people.ts. It
needs no account of any kind and sends nothing anywhere.

  1. starts the emulator, which keeps its account in .sandbox/emulator.json
  2. runs \`pulumi up\`: shows what would change, asks, and does it (without a
     terminal it does not ask)
  3. shows who has which access now, as the emulated Kore.ai reports it

Run it again after every change to the example. To start afresh, delete the
folder .sandbox.

The first run installs the dependencies, builds the provider, and gets a Pulumi
CLI if there is none on PATH. Where the CLI can be downloaded that takes about a
minute; where it has to be built with Go, about 7 minutes. Later runs start at
once.

Other commands: \`npm run pulumi -- …\` is the Pulumi CLI and
\`npm run emulator -- …\` the emulator, both on the same sandbox.
`,
    people: "\nThis is the account now, as the emulated Kore.ai reports it:\n",
    /** Commands that work as they are printed, from the repository's root. */
    next: `
What to try next

  Change what the code says: edit examples/quickstart/people.ts, then
      npm start

  Change somebody by hand, as an administrator might in the Admin Console, and
  see it found and mended:
      npm run emulator -- change grace@example.com --set isDeveloper=false
      npm run pulumi -- preview --refresh
      npm run pulumi -- up --refresh

  See the outputs; take everything back:
      npm run pulumi -- stack output
      npm run pulumi -- destroy
`,
    nothingChanged: `
Nothing was changed: the update was not confirmed, or its preview stopped at an
error, which stands above. \`npm start\` shows the preview again.`,
    stopped: `
The update stopped at an error, which stands above. What was done before it is
in the state, so that \`npm start\` goes on from there.`,
};
