import type { PageData } from "../src/report/page/data";
import { charts } from "./chart";
import { element } from "./element";
import { heading } from "./heading";
import { ListSection } from "./lists";
import { State } from "./state";
import { summary } from "./summary";
import { PeopleTable } from "./table";

// What the page of a report runs. Its data were written by the same release as this.
const data = JSON.parse(document.getElementById("data")?.textContent ?? "") as PageData;
const state = new State(data);
const table = new PeopleTable(state);
const lists = data.lists.map((list, at) => new ListSection(state, list, `list-${at}`));

document.body.append(
    heading(data),
    element("main", {}, summary(state), ...lists.map(({ section }) => section), charts(state), table.section),
);

// Paper has everybody whom the filter leaves.
addEventListener("beforeprint", () => forPaper(true));
addEventListener("afterprint", () => forPaper(false));

function forPaper(isPrinting: boolean): void {
    table.print(isPrinting);
    for (const list of lists) list.print(isPrinting);
}
