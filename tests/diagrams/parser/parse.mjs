// Reads a JSON list of diagrams; prints, for each, what Mermaid's parser says against it, or null.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");

let text = "";
for await (const chunk of process.stdin) text += chunk;
const said = [];
for (const diagram of JSON.parse(text)) {
  try {
    await mermaid.parse(diagram);
    said.push(null);
  } catch (error) {
    said.push(String(error.message ?? error));
  }
}
console.log(JSON.stringify(said));
