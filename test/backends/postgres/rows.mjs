import pg from "pg";

// node rows.mjs, with the URL in DATABASE: writes the rows of Pulumi's table as JSON. Run by ../database.ts.
const client = new pg.Client({ connectionString: process.env.DATABASE });
await client.connect();
const { rows } = await client.query("select key, data->>'data' as data from pulumi_state");
process.stdout.write(JSON.stringify(rows));
await client.end();
