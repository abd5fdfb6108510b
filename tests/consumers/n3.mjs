// N-Quads in, N-Quads out, by N3.js: node n3.mjs FILE
import { readFileSync } from "node:fs";
import { Parser, Writer } from "n3";

const quads = new Parser({ format: "N-Quads" }).parse(readFileSync(process.argv[2], "utf8"));
const writer = new Writer({ format: "N-Quads" });
writer.addQuads(quads);
writer.end((error, text) => {
  if (error) throw error;
  process.stdout.write(text);
});
