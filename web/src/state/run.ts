// The report of a run that was put into this page, if it is one.

const block = document.getElementById("tunesmith-results");

/** Whether this page is the report of a run. */
export const hasRun = (block?.textContent ?? "").trim().length > 2;
