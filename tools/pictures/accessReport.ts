import { companyPage } from "../../test/review/page/company";
import { reportPage } from "../../review/src/report/page/reportPage";

/** The page of kore-access report --format html of a company of 200 people, with the fonts that pictures have. */
export function accessReportPage(): Promise<string> {
    const fonts = `<style>:root { --font: "Noto Sans", "Noto Sans Symbols" }</style>`;
    return Promise.resolve(reportPage(companyPage(200)).replace("</head>", `${fonts}\n</head>`));
}
