// The RDFC-1.0 canonical form of N-Quads, by rdf-canonize: node canonize.mjs FILE
import { readFileSync } from "node:fs";
import { canonize } from "rdf-canonize";

const text = readFileSync(process.argv[2], "utf8");
process.stdout.write(await canonize(text, { algorithm: "RDFC-1.0", inputFormat: "application/n-quads" }));
